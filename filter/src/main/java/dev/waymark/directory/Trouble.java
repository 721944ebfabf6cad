// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Says of a connection why it failed, by the classes of exceptions only: their messages may hold the whole URL, or what a
 * user sent.
 */
final class Trouble {

    private static final int MAX_CAUSES = 20;

    private Trouble() {}

    /** What went wrong, to go on a sentence that begins with the server. */
    static String of(Throwable thrown) {
        List<Throwable> causes = causes(thrown);
        if (has(causes, CertificateExpiredException.class)) {
            return "its certificate has expired";
        }
        if (has(causes, CertificateNotYetValidException.class)) {
            return "its certificate is not valid yet";
        }
        if (has(causes, CertPathBuilderException.class) || has(causes, CertPathValidatorException.class)) {
            return "its certificate is not issued by an authority that is trusted (setting \"certificate\")";
        }
        if (has(causes, CertificateException.class) || namesAnotherHost(causes)) {
            return "its certificate is not for this host name, or is broken";
        }
        if (has(causes, UnknownHostException.class)) {
            return "its host name has no address";
        }
        if (has(causes, SocketTimeoutException.class)) {
            return "it did not answer in time";
        }
        if (has(causes, SSLException.class)) {
            return "TLS with it failed";
        }
        if (has(causes, ConnectException.class) || has(causes, NoRouteToHostException.class)) {
            return "it cannot be reached, or refuses connections";
        }
        return "the connection to it failed ("
                + causes.get(causes.size() - 1).getClass().getSimpleName() + ")";
    }

    private static boolean namesAnotherHost(List<Throwable> causes) {
        // HttpsURLConnection has no class for it.
        return has(causes, SSLPeerUnverifiedException.class)
                || causes.stream()
                        .anyMatch(cause -> String.valueOf(cause.getMessage()).startsWith("HTTPS hostname wrong"));
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && causes.size() < MAX_CAUSES; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
