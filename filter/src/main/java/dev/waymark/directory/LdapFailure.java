// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.NamingException;

/**
 * Says of an LDAP operation why it failed, by the exception's class and result code only: JNDI's messages, and servers'
 * own, may hold DNs and filters.
 */
final class LdapFailure {

    private static final Pattern CODE = Pattern.compile("\\[LDAP: error code (\\d{1,5})\\b.*", Pattern.DOTALL);

    private static final int BUSY = 51;
    private static final int UNAVAILABLE = 52;

    /** Names (RFC 4511, appendix A), and what an operator may look at. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "operationsError"),
            Map.entry(2, "protocolError: does it know StartTLS?"),
            Map.entry(3, "timeLimitExceeded"),
            Map.entry(4, "sizeLimitExceeded"),
            Map.entry(7, "authMethodNotSupported"),
            Map.entry(8, "strongerAuthRequired: it asks for ldaps:// or \"starttls\""),
            Map.entry(10, "referral: it does not hold the setting \"base\""),
            Map.entry(11, "adminLimitExceeded"),
            Map.entry(12, "unavailableCriticalExtension"),
            Map.entry(13, "confidentialityRequired: it asks for ldaps:// or \"starttls\""),
            Map.entry(16, "noSuchAttribute"),
            Map.entry(17, "undefinedAttributeType"),
            Map.entry(18, "inappropriateMatching"),
            Map.entry(21, "invalidAttributeSyntax"),
            Map.entry(32, "noSuchObject: there is no entry at the setting \"base\", or this bind_dn may not see it"),
            Map.entry(34, "invalidDNSyntax: is the bind_dn one?"),
            Map.entry(48, "inappropriateAuthentication"),
            Map.entry(49, "invalidCredentials: the bind_dn or the password is wrong"),
            Map.entry(50, "insufficientAccessRights"),
            Map.entry(BUSY, "busy"),
            Map.entry(UNAVAILABLE, "unavailable"),
            Map.entry(53, "unwillingToPerform"),
            Map.entry(80, "other"));

    private LdapFailure() {}

    /** The LDAP result code that the server answered with, or -1 where it answered none. */
    static int resultCode(NamingException e) {
        Matcher code = CODE.matcher(String.valueOf(e.getMessage()));
        return code.matches() ? Integer.parseInt(code.group(1)) : -1;
    }

    /** Whether another connection, or another server, may do better: this one broke, or will serve nobody now. */
    static boolean isOfConnection(Exception e) {
        if (e instanceof NamingException naming) {
            int code = resultCode(naming);
            return code < 0 || code == BUSY || code == UNAVAILABLE;
        }
        return e instanceof IOException;
    }

    /** What went wrong, to go on a sentence that begins with the server. */
    static String reason(Exception e) {
        if (e instanceof NamingException naming) {
            int code = resultCode(naming);
            if (code >= 0) {
                String name = NAMES.get(code);
                return "it answered with the result code " + code + (name == null ? "" : " (" + name + ")");
            }
            if (String.valueOf(naming.getMessage()).startsWith("LDAP response read timed out")) {
                return "it did not answer in time";
            }
        }
        return Trouble.of(e);
    }
}
