// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key.
 *
 * @param chain the certificate, then those of its issuers, each issued by the next
 * @param unused how many further certificates its file holds, which are not sent
 */
record Certified(List<X509Certificate> chain, PrivateKey key, int unused) {

    Certified {
        chain = List.copyOf(chain);
    }

    /** From when on clients do not accept it any more: the first end in the chain. */
    Instant end() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Why clients will not accept it at a time, or null. */
    @Nullable
    String problemAt(Instant now) {
        if (!end().isAfter(now)) {
            return "has expired on " + end();
        }
        Instant begin = chain.get(0).getNotBefore().toInstant();
        return begin.isAfter(now) ? "is not valid before " + begin : null;
    }

    /** As Jetty wants it; in memory. */
    KeyStore keyStore(String password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("portal", key, password.toCharArray(), chain.toArray(new X509Certificate[0]));
        return store;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Certified[" + chain.size() + " certificates]";
    }
}
