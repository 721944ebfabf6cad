// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.rule.Fact;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Warns of texts and globs in conditions that the fact of no login can be: {@code user_id} is {@code ada}, {@code host} has a
 * port. Only where that is sure; and never of what was filled in, of which it would tell something.
 */
final class ImpossibleTexts {

    private static final List<String> MEDIA = List.of("email", "msisdn");

    /** What a server name is written with (Matrix specification, appendices, "Server Name"); and wildcards. */
    private static final Pattern IN_SERVER_NAME = Pattern.compile("[A-Za-z0-9.:*?\\[\\]-]*");

    private static final Pattern IN_HOST = Pattern.compile("[^/@\\s]*");

    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    /** An expression so plain that a capital in it has to be there, unless it is followed by one of two signs. */
    private static final Pattern PLAIN_EXPRESSION = Pattern.compile("(?:[A-Za-z0-9.*+?-]|\\\\[.-])*");

    private static final Pattern WANTED_CAPITAL = Pattern.compile("[A-Z](?![*?])");

    private final Problems warnings;

    ImpossibleTexts(Problems warnings) {
        this.warnings = warnings;
    }

    /** Looks at the value of a condition, whatever that is. */
    void look(Fact fact, Node condition) {
        if (condition instanceof Node.Array list) {
            list.items().forEach(item -> lookAt(fact, item));
        } else {
            lookAt(fact, condition);
        }
    }

    private void lookAt(Fact fact, Node pattern) {
        if (pattern instanceof Node.Text text && !text.isFilledIn()) {
            warn(text, why(fact, text.value()));
        } else if (fact == Fact.HOST && pattern instanceof Node.Struct struct) {
            Node.Member regex = struct.members().get("regex");
            if (regex != null && regex.value() instanceof Node.Text text && !text.isFilledIn()) {
                warn(text, whyExpressionOfHost(text.value()));
            }
        }
    }

    private void warn(Node.Text text, @Nullable String why) {
        if (why != null) {
            warnings.add(text, Values.quoted(text) + " can match no login: " + why);
        }
    }

    /** Why no login has it, or null where one may. */
    private @Nullable String why(Fact fact, String text) {
        return switch (fact) {
            case USER_ID -> whyUserId(text);
            case LOCALPART ->
                text.indexOf(':') >= 0 ? "a localpart is what stands between @ and the first colon of a user ID" : null;
            case SERVER_NAME -> whyServerName(text);
            case MEDIUM -> whyMedium(text);
            case ADDRESS ->
                text.indexOf('@') >= 0 && CAPITAL.matcher(text).find()
                        ? "email addresses are compared in lower case"
                        : null;
            case HOST -> whyHost(text);
            default -> null;
        };
    }

    private static @Nullable String whyUserId(String text) {
        if (!beginsWith('@', text)) {
            return "a user ID begins with @, as in @ada:ac.cdl";
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return hasWildcard(text) ? null : "a user ID has a server name behind a colon, as in @ada:ac.cdl";
        }
        // A glob's colon may be a later one than the first: then it is one in the server name.
        return whyServerName(text.substring(colon + 1));
    }

    private static @Nullable String whyServerName(String text) {
        return IN_SERVER_NAME.matcher(text).matches()
                ? null
                : "a server name has letters, digits, - and . only, and perhaps a port, as in ac.cdl:8448";
    }

    private @Nullable String whyMedium(String text) {
        boolean known = MEDIA.contains(text) || hasWildcard(text);
        return known || warnings.nearMiss(text, MEDIA) == null ? null : "a medium is email or msisdn";
    }

    private static @Nullable String whyHost(String text) {
        boolean isHost = IN_HOST.matcher(text).matches();
        // With a colon it is an IPv6 address, or a part of one.
        boolean isAddress = text.indexOf(':') < 0 || (beginsWith('[', text) && endsWith(']', text));
        return isHost && isAddress
                ? null
                : "a host stands without scheme, port and path, as in matrix.ac.cdl or [2001:db8::7]";
    }

    private static @Nullable String whyExpressionOfHost(String regex) {
        return PLAIN_EXPRESSION.matcher(regex).matches()
                        && WANTED_CAPITAL.matcher(regex).find()
                ? "the host is in lower case"
                : null;
    }

    private static boolean beginsWith(char expected, String text) {
        return isOrMayBe(expected, text.isEmpty() ? expected : text.charAt(0));
    }

    private static boolean endsWith(char expected, String text) {
        return isOrMayBe(expected, text.isEmpty() ? expected : text.charAt(text.length() - 1));
    }

    private static boolean isOrMayBe(char expected, char found) {
        return found == expected || found == '*' || found == '?';
    }

    private static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }
}
