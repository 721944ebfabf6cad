// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** One room: its state, and its latest events. */
final class Room {

    static final String MEMBER = "m.room.member";
    static final String JOIN_RULES = "m.room.join_rules";

    /** The most events kept for one room, besides its state; the oldest goes. */
    static final int MAX_EVENTS = 200;

    /** Some of a room's latest events, and whether there are more that are not shown. */
    record Timeline(List<Event> events, boolean limited) {}

    private record StateKey(String type, String key) {}

    private final String id;
    private final Map<StateKey, Event> state = new LinkedHashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private long forgotten;

    Room(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    void add(Event event) {
        if (event.stateKey() != null) {
            state.put(new StateKey(event.type(), event.stateKey()), event);
        }
        events.add(event);
        if (events.size() > MAX_EVENTS) {
            forgotten = events.remove().position();
        }
    }

    List<Event> state() {
        return List.copyOf(state.values());
    }

    boolean is(Membership membership, String userId) {
        Event member = state.get(new StateKey(MEMBER, userId));
        return member != null && membership.is(member);
    }

    /** When the user became what they are to this room; 0 where they are nothing. */
    long memberSince(String userId) {
        Event member = state.get(new StateKey(MEMBER, userId));
        return member == null ? 0 : member.position();
    }

    List<String> members(Membership membership) {
        return state.values().stream()
                .filter(event -> event.type().equals(MEMBER) && membership.is(event))
                .map(event -> Objects.requireNonNull(event.stateKey()))
                .toList();
    }

    boolean isPublic() {
        Event rules = state.get(new StateKey(JOIN_RULES, ""));
        return rules != null && rules.content().path("join_rule").asString("").equals("public");
    }

    /** The latest events after the position, oldest first. */
    Timeline timeline(long after, int limit) {
        List<Event> latest = backwards(event -> event.position() > after, limit + 1);
        boolean limited = latest.size() > limit || after < forgotten;
        List<Event> shown = new ArrayList<>(latest.subList(0, Math.min(limit, latest.size())));
        Collections.reverse(shown);
        return new Timeline(shown, limited);
    }

    /** Events up to the position, latest first. */
    List<Event> upTo(long position, int limit) {
        return backwards(event -> event.position() <= position, limit);
    }

    /** Events after the position, oldest first. */
    List<Event> after(long position, int limit) {
        return events.stream()
                .filter(event -> event.position() > position)
                .limit(limit)
                .toList();
    }

    private List<Event> backwards(Predicate<Event> wanted, int limit) {
        List<Event> latestFirst = new ArrayList<>();
        events.descendingIterator().forEachRemaining(latestFirst::add);
        return latestFirst.stream().filter(wanted).limit(limit).toList();
    }
}
