// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses before it comes to the servlet, so that a browser can read it like any other error. */
final class MalformedRequestHandler implements Request.Handler {

    private final String homeserver;
    private final RequestListener listener;

    MalformedRequestHandler(String homeserver, RequestListener listener) {
        this.homeserver = homeserver;
        this.listener = listener;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HomeserverServlet.HEADERS.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        listener.answered(homeserver, request.getMethod(), request.getHttpURI().getPath(), response.getStatus());
        Content.Sink.write(response, true, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"Malformed request\"}", callback);
        return true;
    }
}
