// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The errors that a portal answers with itself (Matrix specification, client-server API, "Standard error response").
 * Their texts are fixed: nothing that a client sent is ever repeated.
 */
enum MatrixError {
    NOT_JSON(400, "M_NOT_JSON", "The login request is not a JSON object"),
    NO_USER(
            400,
            "M_UNKNOWN",
            "This login portal finds the homeserver by the user: log in with a user ID or user name (m.id.user)"),
    TOO_LARGE(413, "M_TOO_LARGE", "The login request is too large"),
    NO_HOMESERVER(403, "M_FORBIDDEN", "This login portal knows of no homeserver for this user"),
    UNDECIDED(503, "M_UNKNOWN", "The homeserver for this login cannot be determined at the moment"),
    NOT_HERE(
            401,
            "M_UNKNOWN_TOKEN",
            "This is a login portal, not your homeserver: the login response names that in well_known and base_cs_url. Use"
                    + " a client that follows it, or set your client to the homeserver's own address, and log in"
                    + " there"),
    UNRECOGNIZED(404, "M_UNRECOGNIZED", "Unrecognized request"),
    METHOD_NOT_ALLOWED(405, "M_UNRECOGNIZED", "Unrecognized request method"),
    BAD_REQUEST(400, "M_UNRECOGNIZED", "Bad request"),
    INTERNAL(500, "M_UNKNOWN", "Internal error of the login portal"),
    UNREACHABLE(502, "M_UNKNOWN", "The homeserver of this user cannot be reached at the moment"),
    TIMED_OUT(504, "M_UNKNOWN", "The homeserver of this user took too long to answer");

    private final int status;
    private final String json;

    MatrixError(int status, String code, String text) {
        this.status = status;
        this.json = "{\"errcode\":\"" + code + "\",\"error\":\"" + text + "\"}";
    }

    /** The error for an HTTP status that something else chose. */
    static MatrixError of(int status) {
        return switch (status) {
            case 404 -> UNRECOGNIZED;
            case 405 -> METHOD_NOT_ALLOWED;
            case 413 -> TOO_LARGE;
            case 502 -> UNREACHABLE;
            case 504 -> TIMED_OUT;
            default -> status >= 500 ? INTERNAL : BAD_REQUEST;
        };
    }

    byte[] body() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Answers with this error. */
    void send(HttpServletResponse response) throws IOException {
        byte[] body = body();
        response.setStatus(status);
        response.setContentType(Json.TYPE);
        response.setContentLength(body.length);
        ServletOutputStream out = response.getOutputStream();
        // Where a proxied response has begun, the stream does not block and wants to be asked; there is room for this.
        if (out.isReady()) {
            out.write(body);
        }
    }
}
