// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** A rules file on a server. */
final class UrlSource implements RuleSource {

    private final URI url;
    private final String name;

    UrlSource(URI url) {
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("expected an http or https URL");
        }
        // Not the host: that is null for a name with an underscore, which containers have.
        String authority = String.valueOf(url.getRawAuthority());
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        this.url = url;
        this.name = url.getScheme() + "://" + hostAndPort + url.getRawPath();
    }

    private UrlSource(URI url, String name) {
        this.url = url;
        this.name = name;
    }

    /** The same source, which messages call by another name; what stands in that behind a question mark is left out. */
    UrlSource calling(String other) {
        int query = other.indexOf('?');
        return new UrlSource(url, query < 0 ? other : other.substring(0, query));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String read() throws IOException {
        try (UrlWatch once = new UrlWatch(this)) {
            String text = once.next();
            if (text == null) {
                throw new IllegalStateException("a first answer without a text");
            }
            return text;
        }
    }

    @Override
    public Watch watch() {
        return new UrlWatch(this);
    }

    HttpURLConnection connection() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout((int) TIMEOUT.toMillis());
        connection.setReadTimeout((int) TIMEOUT.toMillis());
        // A kept connection would keep a thread of the JVM's that outlives the web application.
        connection.setRequestProperty("Connection", "close");
        connection.setUseCaches(false);
        return connection;
    }
}
