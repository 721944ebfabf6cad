// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import tools.jackson.databind.node.ObjectNode;

/**
 * A request that is refused, as the client is told it. Messages are fixed texts and names of fields: nothing of what
 * the client sent is repeated, so none of its secrets can be.
 */
final class MatrixException extends RuntimeException {

    private final int status;
    private final String errcode;

    private MatrixException(int status, String errcode, String message) {
        // An answer, not a fault: the stack trace would tell nothing.
        super(message, null, false, false);
        this.status = status;
        this.errcode = errcode;
    }

    static MatrixException badJson(String message) {
        return new MatrixException(400, "M_BAD_JSON", message);
    }

    static MatrixException forbidden(String message) {
        return new MatrixException(403, "M_FORBIDDEN", message);
    }

    static MatrixException internal() {
        return new MatrixException(500, "M_UNKNOWN", "Internal server error");
    }

    static MatrixException invalidParam(String name) {
        return new MatrixException(400, "M_INVALID_PARAM", "Invalid " + name);
    }

    static MatrixException missingParam(String name) {
        return new MatrixException(400, "M_MISSING_PARAM", "Missing " + name);
    }

    static MatrixException missingToken() {
        return new MatrixException(401, "M_MISSING_TOKEN", "Missing access token");
    }

    static MatrixException notFound(String message) {
        return new MatrixException(404, "M_NOT_FOUND", message);
    }

    static MatrixException notJson() {
        return new MatrixException(400, "M_NOT_JSON", "Content not JSON");
    }

    static MatrixException tooLarge() {
        return new MatrixException(413, "M_TOO_LARGE", "Content too large");
    }

    static MatrixException unknown(String message) {
        return new MatrixException(400, "M_UNKNOWN", message);
    }

    static MatrixException unknownToken() {
        return new MatrixException(401, "M_UNKNOWN_TOKEN", "Unknown access token");
    }

    static MatrixException unrecognizedMethod() {
        return new MatrixException(405, "M_UNRECOGNIZED", "Unrecognized request method");
    }

    static MatrixException unrecognizedPath() {
        return new MatrixException(404, "M_UNRECOGNIZED", "Unrecognized request");
    }

    static MatrixException unsupportedRoomVersion() {
        return new MatrixException(400, "M_UNSUPPORTED_ROOM_VERSION", "Unsupported room version");
    }

    int status() {
        return status;
    }

    ObjectNode toJson() {
        return Json.object().put("errcode", errcode).put("error", getMessage());
    }
}
