// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.io.Serial;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A look-up that came to nothing. Its message is one line for a log, without anything of the login's. */
final class LookupFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 500;

    /** What belongs to one user. The rest, a server's name for instance, may well stand in a message. */
    private static final Set<Fact> OF_ONE_USER =
            Set.of(Fact.USER_ID, Fact.LOCALPART, Fact.DEVICE_ID, Fact.IDENTIFIER, Fact.ADDRESS, Fact.CLIENT_IP);

    private final boolean timeout;

    private LookupFailure(String message, boolean timeout) {
        // It may come at every login while a directory is down: not worth a stack trace.
        super(message, null, false, false);
        this.timeout = timeout;
    }

    /** A failure that is no matter of time. */
    static LookupFailure of(String message) {
        return new LookupFailure(message, false);
    }

    /** No answer in time. */
    static LookupFailure timeout(String message) {
        return new LookupFailure(message, true);
    }

    /**
     * What a directory threw. Its message shall not hold what is known of the login; drivers quote it nevertheless, and
     * then only the exception's class is told.
     *
     * @param isOwn whether it is a directory of Waymark's own, which writes its messages itself. They are to be seen also
     *     where a user is called as one of their words
     */
    static LookupFailure of(Throwable thrown, Login login, boolean isOwn) {
        String type = thrown.getClass().getSimpleName();
        String message = thrown.getMessage();
        if (message == null || message.isBlank()) {
            return of(type);
        }
        if (!isOwn && tells(message, login)) {
            return of(type + ", with a message that is left out since it quotes the login");
        }
        return of(oneLine(message));
    }

    private static boolean tells(String message, Login login) {
        String lower = message.toLowerCase(Locale.ROOT);
        for (Fact fact : OF_ONE_USER) {
            @Nullable String value = login.get(fact);
            if (value != null && !value.isEmpty() && lower.contains(value.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /** The text without anything that could break out of a log line. */
    private static String oneLine(String text) {
        String whole = text.strip();
        StringBuilder line = new StringBuilder();
        whole.codePoints().limit(MAX_LENGTH).forEach(c -> line.appendCodePoint(isVisible(c) ? c : ' '));
        return whole.codePointCount(0, whole.length()) > MAX_LENGTH ? line + "..." : line.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    boolean isTimeout() {
        return timeout;
    }
}
