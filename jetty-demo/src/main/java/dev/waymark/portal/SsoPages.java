// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The pages of single sign-on: the choice of a homeserver, and errors. Without script, and without anything from elsewhere; the content
 * security policy that goes with them holds browsers to that.
 */
final class SsoPages {

    static final String TYPE = "text/html;charset=utf-8";

    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 32rem; padding: 2rem 1rem; }
            h1 { font-size: 1.5rem; line-height: 1.25; }
            ul { list-style: none; padding: 0; }
            li { margin: 0.75rem 0; }
            a { border: 1px solid; border-radius: 0.5rem; display: block; overflow-wrap: anywhere; padding: 0.75rem 1rem; }
            a:focus-visible { outline: 3px solid; outline-offset: 2px; }
            """;

    /** For every answer of single sign-on, redirects and errors included: all of them have secrets in their address. */
    static final Map<String, String> HEADERS = Map.of(
            "Cache-Control",
            "no-store",
            "Content-Security-Policy",
            "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff");

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>%1$s</title>
            <style>%2$s</style>
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            %3$s
            </main>
            </body>
            </html>
            """;

    private SsoPages() {}

    /**
     * The page on which a user chooses a homeserver.
     *
     * @param links the names that users know the homeservers by, by the addresses of the links, in the order in which they are shown
     */
    static String choice(Map<String, String> links) {
        StringBuilder list = new StringBuilder("<p>Choose your homeserver to log in there.</p>\n<ul>\n");
        links.forEach((address, name) -> list.append("<li><a href=\"")
                .append(escaped(address))
                .append("\" dir=\"auto\">")
                .append(escaped(name))
                .append("</a></li>\n"));
        return PAGE.formatted("Where is your account?", STYLE, list.append("</ul>"));
    }

    static String error(SsoError error) {
        return PAGE.formatted("You could not be logged in", STYLE, "<p>" + escaped(error.text()) + "</p>");
    }

    private static String escaped(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
        return html.toString();
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has it.
            throw new IllegalStateException(e);
        }
    }
}
