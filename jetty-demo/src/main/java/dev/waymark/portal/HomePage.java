// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.rule.BaseUrl;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What people see who open the portal's address in a browser: what it is, and how it is used. Nothing for robots. */
final class HomePage {

    static final String ROBOTS = "User-agent: *\nDisallow: /\n";

    private HomePage() {}

    /** Answers with the page. A base URL holds nothing that HTML would have to escape, but for an ampersand. */
    static void send(HttpServletResponse response, BaseUrl portal) throws IOException {
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        send(response, "text/html", page(portal.toString().replace("&", "&amp;")));
    }

    private static String page(String address) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <title>Matrix login portal</title>
            <style>body{font:1rem/1.5 sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem}
            :root{color-scheme:light dark}</style>
            </head>
            <body>
            <h1>Matrix login portal</h1>
            <p>This address is for Matrix clients. There is nothing to do for you on this page.</p>
            <p>To log in, give your client this address as the homeserver:</p>
            <p><code>%s</code></p>
            <p>Then log in as usual. The portal finds the homeserver where your account is, and tells your client,
            which goes on there.</p>
            </body>
            </html>
            """.formatted(address);
    }

    static void sendRobots(HttpServletResponse response) throws IOException {
        send(response, "text/plain", ROBOTS);
    }

    private static void send(HttpServletResponse response, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Robots-Tag", "noindex, nofollow");
        response.setContentType(type + ";charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
