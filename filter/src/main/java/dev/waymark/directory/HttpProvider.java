// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.spi.Directory;
import dev.waymark.spi.DirectoryProvider;
import dev.waymark.spi.Settings;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Directories of the type {@code http}: a JSON endpoint, of whose answer one string counts. Public for
 * {@link java.util.ServiceLoader}.
 *
 * <pre>
 * url          http or https, with placeholders in path and query, see {@link HttpQuestion}
 * method       "GET" or "POST"                                        default: "GET"
 * body         of a POST: an object of strings with placeholders
 * headers      an object of strings                                   default: Accept and User-Agent
 * answer       a JSON pointer to the string that is the answer
 * prefix       stands before the answer                               default: nothing
 * certificate  a PEM file of whom TLS trusts                          default: whom the JVM trusts
 * </pre>
 */
public final class HttpProvider implements DirectoryProvider {

    @Override
    public String type() {
        return "http";
    }

    @Override
    public Directory open(Settings settings) {
        HttpQuestion question = read(settings, "url", "not a URL to ask: ", HttpQuestion::parse);
        JsonAnswer answer = read(settings, "answer", "", JsonAnswer::at);
        Map<String, String> headers = HttpHeaders.read(settings);
        HttpBody body = body(settings);
        SSLContext trust = TrustedCertificates.read(settings);
        String prefix = Prefix.read(settings);
        if (question != null && trust != null && !question.isTls()) {
            settings.problem("certificate", "the connection uses no TLS; expected an https:// URL with it");
        }
        if (question == null || answer == null) {
            return new UnusableDirectory();
        }
        Set<Fact> facts = question.facts();
        if (body != null) {
            facts.addAll(body.facts());
        }
        if (facts.isEmpty()) {
            settings.problem(
                    "url", "nobody is asked about; expected a placeholder, such as {user_id}, in the path or query");
            return new UnusableDirectory();
        }
        return new HttpDirectory(
                facts, new HttpSettings(question, headers, body, answer, prefix, trust, settings.timeout()));
    }

    private static <T> @Nullable T read(Settings settings, String key, String wrong, Function<String, T> parser) {
        boolean has = settings.has(key);
        String text = settings.text(key);
        if (!has) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            settings.problem(key, wrong + e.getMessage());
            return null;
        }
    }

    private static @Nullable HttpBody body(Settings settings) {
        boolean isPost = settings.oneOf("method", "GET", "POST").equals("POST");
        Map<String, String> members = settings.map("body");
        if (!isPost) {
            if (settings.has("body")) {
                settings.problem("body", "a GET has no body; expected \"method\": \"POST\" with it");
            }
            return null;
        }
        if (!settings.has("body")) {
            settings.problem("method", "there is no \"body\" with it; expected an object of strings");
        }
        try {
            return HttpBody.parse(members);
        } catch (IllegalArgumentException e) {
            settings.problem("body", String.valueOf(e.getMessage()));
            return null;
        }
    }
}
