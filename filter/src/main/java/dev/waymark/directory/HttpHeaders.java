// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.spi.Settings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The setting {@code headers} of an HTTP directory: names to values, which may be secret. */
final class HttpHeaders {

    private static final String KEY = "headers";

    /** RFC 9110, section 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** RFC 9110, section 5.5, without bytes that are no ASCII. */
    private static final Pattern VALUE = Pattern.compile("[!-~]([ \t!-~]*[!-~])?");

    /** What frames the message or belongs to the connection; {@code HttpURLConnection} would leave most of it out silently. */
    private static final Set<String> OWN = Set.of(
            "accept-encoding",
            "access-control-request-headers",
            "access-control-request-method",
            "connection",
            "content-length",
            "content-transfer-encoding",
            "expect",
            "host",
            "keep-alive",
            "origin",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");

    private HttpHeaders() {}

    /** What the setting says, with its defaults; what is wrong is reported and left out. */
    static Map<String, String> read(Settings settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        settings.map(KEY).forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()) {
                settings.problem(KEY, "a name is not that of a header; expected letters, digits and -");
            } else if (OWN.contains(lower)) {
                settings.problem(KEY, "the header " + name + " is not for settings: it belongs to the connection");
            } else if (!names.add(lower)) {
                settings.problem(KEY, "the header " + name + " stands there twice");
            } else if (!VALUE.matcher(value).matches()) {
                settings.problem(
                        KEY,
                        "the value of the header " + name
                                + " is not one; expected visible ASCII characters, in one line");
            } else {
                headers.put(name, value);
            }
        });
        addDefault(headers, names, "Accept", "application/json");
        addDefault(headers, names, "User-Agent", "Waymark");
        return headers;
    }

    private static void addDefault(Map<String, String> headers, Set<String> names, String name, String value) {
        if (names.add(name.toLowerCase(Locale.ROOT))) {
            headers.put(name, value);
        }
    }
}
