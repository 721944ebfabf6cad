// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

/**
 * Why single sign-on does not go on: for a Matrix client, and for the user who sees it in a browser. The texts are fixed, and without anything
 * that HTML or JSON would escape: nothing that came with a request is ever repeated.
 */
enum SsoError {
    BAD_QUERY(
            400,
            "M_INVALID_PARAM",
            "The query of this address cannot be read",
            "This link is broken. Go back to your app and log in from there."),
    NO_REDIRECT_URL(
            400,
            "M_MISSING_PARAM",
            "redirectUrl is missing: where to go on after login",
            "Your app did not say where to go on after login. Go back to it and log in from there."),
    MANY_REDIRECT_URLS(
            400,
            "M_INVALID_PARAM",
            "redirectUrl is given more than once",
            "This link is broken. Go back to your app and log in from there."),
    FOREIGN_REDIRECT_URL(
            403,
            "M_FORBIDDEN",
            "This login portal sends nobody to this redirectUrl: it is not in its list",
            "This login portal does not know your app, and so does not send you back to it. Ask the operators of this"
                    + " login portal to allow the app."),
    UNKNOWN_PROVIDER(
            404,
            "M_NOT_FOUND",
            "This login portal has no such identity provider",
            "This login portal does not know this way to log in. Go back to your app and choose another."),
    UNKNOWN_TARGET(
            404,
            "M_NOT_FOUND",
            "This login portal has no single sign-on for such a homeserver",
            "This login portal does not know this homeserver. Go back to your app and log in from there."),
    UNAVAILABLE(
            503,
            "M_UNKNOWN",
            "Single sign-on is not available at the moment",
            "Single sign-on is not available at the moment. Try again later."),
    NO_TOKEN(
            400,
            "M_MISSING_PARAM",
            "state or loginToken is missing: single sign-on ends here, and begins at /login/sso/redirect",
            "This page is a step of a login, and nothing to come to otherwise. Go back to your app and log in from there."),
    BAD_STATE(
            403,
            "M_FORBIDDEN",
            "This login was not begun at this login portal",
            "This login was not begun here, or is damaged. Go back to your app and log in anew."),
    LATE(
            403,
            "M_FORBIDDEN",
            "This login took too long",
            "This login took too long. Go back to your app and log in anew."),
    BAD_TOKEN(
            502,
            "M_UNKNOWN",
            "The homeserver has sent a login token that cannot be used",
            "The homeserver has sent an answer that cannot be used. Go back to your app and log in anew."),
    METHOD_NOT_ALLOWED(405, "M_UNRECOGNIZED", "Unrecognized request method", "This page cannot be used like this.");

    private final int status;
    private final String json;
    private final String text;

    SsoError(int status, String code, String message, String text) {
        this.status = status;
        this.json = "{\"errcode\":\"" + code + "\",\"error\":\"" + message + "\"}";
        this.text = text;
    }

    int status() {
        return status;
    }

    /** The error as clients expect it (Matrix specification, client-server API, "Standard error response"). */
    String json() {
        return json;
    }

    /** What it means to a user, and what to do. */
    String text() {
        return text;
    }
}
