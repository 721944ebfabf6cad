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
    TOO_LARGE(413, "M_TOO_LARGE", "The request is too large"),
    SLOW_REQUEST(408, "M_UNKNOWN", "The request did not arrive in time"),
    NO_HOMESERVER(403, "M_FORBIDDEN", "This login portal knows of no homeserver for this user"),
    FOREIGN_TOKEN(
            403,
            "M_FORBIDDEN",
            "This login token is not one of this login portal, or is no longer valid: log in again"),
    TOKEN_WITHOUT_HOMESERVER(
            403,
            "M_FORBIDDEN",
            "The homeserver of this login token is no longer behind this login portal: log in again"),
    UNDECIDED(503, "M_UNKNOWN", "The homeserver for this login cannot be determined at the moment"),
    NOT_HERE(
            401,
            "M_UNKNOWN_TOKEN",
            "This is a login portal, not your homeserver: the login response names that in well_known and base_cs_url. Use"
                    + " a client that follows it, or set your client to the homeserver's own address, and log in"
                    + " there",
            true),
    NO_REFRESH(
            401,
            "M_UNKNOWN_TOKEN",
            "This is a login portal, which renews no tokens: your session is at your homeserver, which the login response"
                    + " names in well_known and base_cs_url. Log in again with a client that follows it",
            true),
    NO_LOGOUT(
            401,
            "M_UNAUTHORIZED",
            "This is a login portal, which ended no session: yours is at your homeserver, and goes on. Log out there, at the"
                    + " address that the login response named in well_known and base_cs_url"),
    NO_TOKEN(
            401,
            "M_MISSING_TOKEN",
            "Missing access token. This is a login portal, not a homeserver: log in here, and go on with the homeserver that"
                    + " the login response names in well_known and base_cs_url"),
    NO_REGISTRATION(
            403,
            "M_FORBIDDEN",
            "This is a login portal, where no accounts are made: register at the homeserver that you want to belong to"),
    NO_PASSWORD_RESET(
            403,
            "M_FORBIDDEN",
            "This is a login portal, which changes no passwords: change or reset yours at your homeserver"),
    TARGET_GONE(
            503,
            "M_UNKNOWN",
            "The rules of this login portal do not name the homeserver that answers this; tell its administrators"),
    FLOWS_UNREACHABLE(
            502, "M_UNKNOWN", "The homeserver that this login portal asks about this cannot be reached at the moment"),
    FLOWS_TIMED_OUT(504, "M_UNKNOWN", "The homeserver that this login portal asks about this took too long to answer"),
    UNRECOGNIZED(404, "M_UNRECOGNIZED", "Unrecognized request"),
    METHOD_NOT_ALLOWED(405, "M_UNRECOGNIZED", "Unrecognized request method"),
    BAD_REQUEST(400, "M_UNRECOGNIZED", "Bad request"),
    INTERNAL(500, "M_UNKNOWN", "Internal error of the login portal"),
    STOPPING(503, "M_UNKNOWN", "This login portal is being stopped; try again"),
    UNREACHABLE(502, "M_UNKNOWN", "The homeserver cannot be reached at the moment"),
    TIMED_OUT(504, "M_UNKNOWN", "The homeserver took too long to answer"),
    OVERLOADED(503, "M_UNKNOWN", "Too many logins wait for the homeserver at the moment"),
    LOOP(502, "M_UNKNOWN", "The homeserver is configured to be this login portal itself");

    private final int status;
    private final String json;

    MatrixError(int status, String code, String text) {
        this(status, code, text, false);
    }

    /**
     * An error.
     *
     * @param softLogout whether clients should keep what they have, encryption keys above all, and log in again ("Soft
     *     logout"), which at a portal gives them a session that works. Without it they throw the keys away, even those of a
     *     session that is still good at its homeserver, to which they came by this address in former times
     */
    MatrixError(int status, String code, String text, boolean softLogout) {
        this.status = status;
        this.json = "{\"errcode\":\"" + code + "\",\"error\":\"" + text + "\""
                + (softLogout ? ",\"soft_logout\":true" : "") + "}";
    }

    /** The error for an HTTP status that something else chose. */
    static MatrixError of(int status) {
        return switch (status) {
            case 404 -> UNRECOGNIZED;
            case 405 -> METHOD_NOT_ALLOWED;
            case 408 -> SLOW_REQUEST;
            case 413 -> TOO_LARGE;
            case 502 -> UNREACHABLE;
            case 504 -> TIMED_OUT;
            default -> status >= 500 ? INTERNAL : BAD_REQUEST;
        };
    }

    int status() {
        return status;
    }

    byte[] body() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Answers with {@link #METHOD_NOT_ALLOWED} where a path knows other methods: names, with commas between them. */
    static void sendAllowed(HttpServletResponse response, String methods) throws IOException {
        response.setHeader("Allow", methods + ", OPTIONS");
        METHOD_NOT_ALLOWED.send(response);
    }

    /** Answers with this error. */
    void send(HttpServletResponse response) throws IOException {
        byte[] body = body();
        response.setStatus(status);
        // A 404 may be cached where nothing else is said (RFC 9110, section 15.1).
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(Json.TYPE);
        response.setContentLength(body.length);
        ServletOutputStream out = response.getOutputStream();
        // Where a proxied response has begun, the stream does not block and wants to be asked; there is room for this.
        if (out.isReady()) {
            out.write(body);
        }
    }
}
