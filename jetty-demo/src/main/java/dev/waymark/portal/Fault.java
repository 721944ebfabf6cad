// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;

/** Why a target gave no answer to use. What it is called holds nothing of the answer, which may be anything. */
enum Fault {
    REFUSED("connection refused", MatrixError.FLOWS_UNREACHABLE),
    NO_ROUTE("no route to its address", MatrixError.FLOWS_UNREACHABLE),
    UNKNOWN_HOST("its host name is not known", MatrixError.FLOWS_UNREACHABLE),
    TLS("its certificate is not accepted, or TLS failed", MatrixError.FLOWS_UNREACHABLE),
    TIMED_OUT("timed out", MatrixError.FLOWS_TIMED_OUT),
    BROKEN("the connection broke off", MatrixError.FLOWS_UNREACHABLE),
    SERVER_ERROR("HTTP 5xx", MatrixError.FLOWS_UNREACHABLE),
    NOT_A_HOMESERVER("not a homeserver", MatrixError.FLOWS_UNREACHABLE),
    NOT_IN_RULES("the rules name no such target any more", MatrixError.TARGET_GONE);

    private final String text;
    private final MatrixError error;

    Fault(String text, MatrixError error) {
        this.text = text;
        this.error = error;
    }

    /** What clients are told that asked for what the target answers. */
    MatrixError error() {
        return error;
    }

    static Fault of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
                return TIMED_OUT;
            } else if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return UNKNOWN_HOST;
            } else if (cause instanceof NoRouteToHostException) {
                return NO_ROUTE;
            } else if (cause instanceof ConnectException) {
                return REFUSED;
            } else if (cause instanceof SSLException) {
                return TLS;
            } else if (cause instanceof HttpResponseException || cause instanceof IllegalArgumentException) {
                // No HTTP, or more than is read.
                return NOT_A_HOMESERVER;
            }
        }
        return BROKEN;
    }

    @Override
    public String toString() {
        return text;
    }
}
