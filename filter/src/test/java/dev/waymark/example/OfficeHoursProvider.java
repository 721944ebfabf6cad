// SPDX-License-Identifier: Apache-2.0
package dev.waymark.example;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.ConditionProvider;
import dev.waymark.spi.Settings;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code "custom": {"type": "office_hours", "from": "08:00", "to": "18:00", "zone": "Europe/Paris"}}: holds for logins
 * at that time of the day.
 */
public final class OfficeHoursProvider implements ConditionProvider {

    @Override
    public String type() {
        return "office_hours";
    }

    @Override
    public Predicate<Login> create(Settings settings) {
        LocalTime from = time(settings, "from");
        LocalTime to = time(settings, "to");
        if (!from.isBefore(to)) {
            settings.problem("to", "the end is not after the beginning; expected a later time");
        }
        ZoneId zone = zone(settings);
        return new OfficeHours(Clock.system(zone), from, to);
    }

    private static LocalTime time(Settings settings, String key) {
        try {
            return LocalTime.parse(settings.text(key));
        } catch (DateTimeException e) {
            settings.problem(key, "not a time of the day; expected one like \"08:30\"");
            return key.equals("from") ? LocalTime.MIN : LocalTime.MAX;
        }
    }

    private static ZoneId zone(Settings settings) {
        try {
            return ZoneId.of(settings.text("zone"));
        } catch (DateTimeException e) {
            settings.problem("zone", "not a time zone; expected one like \"Europe/Paris\"");
            return ZoneId.of("UTC");
        }
    }

    /** It looks at nothing of the login, so that nothing need be read of it for its sake. */
    @Override
    public Set<Fact> facts() {
        return Set.of();
    }

    /**
     * The condition.
     *
     * @param clock in the zone of the office
     * @param from the first moment of a day at which it holds
     * @param to the first moment at which it does not hold any more
     */
    record OfficeHours(Clock clock, LocalTime from, LocalTime to) implements Predicate<Login> {

        @Override
        public boolean test(Login login) {
            LocalTime now = LocalTime.now(clock);
            return !now.isBefore(from) && now.isBefore(to);
        }
    }
}
