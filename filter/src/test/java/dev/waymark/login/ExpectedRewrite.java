// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import dev.waymark.login.JsonText.Kind;
import dev.waymark.login.JsonText.Member;
import dev.waymark.login.JsonText.Value;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a response has to become, worked out a second time on a tree: the contract that the rewriter is held against. */
public final class ExpectedRewrite {

    private final String text;
    private final Target target;
    private final Injection injection;
    private final List<Change> changes = new ArrayList<>();

    private record Change(int from, int to, String by) {}

    private ExpectedRewrite(String text, Target target, Injection injection) {
        this.text = text;
        this.target = target;
        this.injection = injection;
    }

    /** The changed text, or null where it stays as it is. */
    public static @Nullable String of(String text, Target target, Injection injection) {
        Value response = response(text);
        return response == null ? null : new ExpectedRewrite(text, target, injection).change(response);
    }

    private static @Nullable Value response(String text) {
        Value root = JsonText.read(text);
        boolean sound = root != null
                && root.kind() == Kind.OBJECT
                && isOneString(root.named("user_id"))
                && isOneString(root.named("access_token"))
                && root.named("device_id").size() <= 1
                && root.named("base_cs_url").size() <= 1
                && root.named("well_known").size() <= 1
                && root.named("well_known").stream().allMatch(ExpectedRewrite::isUnambiguous);
        return sound ? root : null;
    }

    private static boolean isOneString(List<Member> members) {
        return members.size() == 1 && members.get(0).value().kind() == Kind.STRING;
    }

    private static boolean isUnambiguous(Member wellKnown) {
        return wellKnown.value().named("m.homeserver").size() <= 1
                && wellKnown.value().named("m.identity_server").size() <= 1;
    }

    private @Nullable String change(Value response) {
        Value url = only(response, "base_cs_url");
        Value wellKnown = only(response, "well_known");
        String added = (injection.baseCsUrl() && url == null ? "\"base_cs_url\":\"" + target.baseUrl() + "\"," : "")
                + (injection.wellKnown() && wellKnown == null ? "\"well_known\":" + wellKnown() + "," : "");
        put(response.start() + 1, added);
        if (injection.baseCsUrl() && url != null && mayReplace(url)) {
            replace(url, "\"" + target.baseUrl() + "\"");
        }
        if (injection.wellKnown() && wellKnown != null && mayReplace(wellKnown)) {
            if (wellKnown.kind() == Kind.OBJECT) {
                changeWellKnown(wellKnown);
            } else {
                replace(wellKnown, wellKnown());
            }
        }
        return changes.isEmpty() ? null : changed();
    }

    private void changeWellKnown(Value sent) {
        Value homeserver = only(sent, "m.homeserver");
        Value identity = only(sent, "m.identity_server");
        BaseUrl ours = target.identityServer();
        boolean dropped = ours == null && identity != null && !isUsable(identity);
        List<String> added = new ArrayList<>();
        if (homeserver == null) {
            added.add("\"m.homeserver\":" + server(target.baseUrl()));
        } else {
            replace(homeserver, server(target.baseUrl()));
        }
        if (ours != null && identity == null) {
            added.add("\"m.identity_server\":" + server(ours));
        } else if (ours != null && identity != null) {
            replace(identity, server(ours));
        }
        int left = sent.members().size() - (dropped ? 1 : 0);
        put(sent.start() + 1, String.join(",", added) + (added.isEmpty() || left == 0 ? "" : ","));
        if (dropped) {
            drop(sent.members());
        }
    }

    /** Takes the identity server out, with the comma before it, or the one behind where it is first. */
    private void drop(List<Member> members) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.name().equals("m.identity_server")) {
                boolean first = i == 0;
                boolean alone = members.size() == 1;
                int from =
                        first ? member.nameStart() : members.get(i - 1).value().end();
                int to = first && !alone
                        ? members.get(1).nameStart()
                        : member.value().end();
                changes.add(new Change(from, to, ""));
            }
        }
    }

    private static boolean isUsable(Value server) {
        List<Member> urls = server.named("base_url");
        if (urls.isEmpty()) {
            return false;
        }
        Value last = urls.get(urls.size() - 1).value();
        return last.kind() == Kind.STRING && !last.text().isEmpty();
    }

    private String wellKnown() {
        BaseUrl identity = target.identityServer();
        return "{\"m.homeserver\":" + server(target.baseUrl())
                + (identity == null ? "" : ",\"m.identity_server\":" + server(identity)) + "}";
    }

    private static String server(BaseUrl url) {
        return "{\"base_url\":\"" + url + "\"}";
    }

    private boolean mayReplace(Value sent) {
        return !injection.keepExisting() || (sent.text().equals("null") && sent.kind() == Kind.WORD);
    }

    private static @Nullable Value only(Value object, String name) {
        List<Member> members = object.named(name);
        return members.isEmpty() ? null : members.get(0).value();
    }

    private void put(int place, String added) {
        if (!added.isEmpty()) {
            changes.add(new Change(place, place, added));
        }
    }

    private void replace(Value sent, String by) {
        changes.add(new Change(sent.start(), sent.end(), by));
    }

    private String changed() {
        // What is put in front of a value stands before what comes in its place.
        changes.sort(Comparator.comparingInt(Change::from).thenComparingInt(Change::to));
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (Change change : changes) {
            result.append(text, at, change.from()).append(change.by());
            at = change.to();
        }
        return result.append(text, at, text.length()).toString();
    }
}
