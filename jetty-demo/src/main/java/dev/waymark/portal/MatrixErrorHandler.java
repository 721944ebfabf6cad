// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Errors that Jetty itself answers with, as Matrix clients expect them: JSON, with CORS headers, without which a browser
 * hides even the status. Says nothing of the request and of what failed.
 */
final class MatrixErrorHandler extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (HttpMethod.OPTIONS.is(request.getMethod()) && HttpStatus.isClientError(response.getStatus())) {
            // A preflight that fails hides from a web client what the request itself would be told.
            Cors.HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
            response.setStatus(HttpStatus.NO_CONTENT_204);
            callback.succeeded();
        } else {
            send(MatrixError.of(response.getStatus()), response, callback);
        }
        return true;
    }

    /** Answers below the servlets, with a status that is set. */
    static void send(MatrixError error, Response response, Callback callback) {
        Cors.HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.TYPE);
        response.write(true, ByteBuffer.wrap(error.body()), callback);
    }
}
