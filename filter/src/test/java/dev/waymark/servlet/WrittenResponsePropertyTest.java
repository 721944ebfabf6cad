// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.waymark.config.RuleSource;
import dev.waymark.login.ExpectedRewrite;
import dev.waymark.login.Injection;
import dev.waymark.login.LoginResponses;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Target;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the response and however it is cut into writes, what reaches the container is what the contract says. */
class WrittenResponsePropertyTest {

    private static final Target ENG = new Target("eng", BaseUrl.parse("https://matrix.eng.ac.cdl"), null);

    @Provide
    Arbitrary<String> responses() {
        return LoginResponses.all();
    }

    @Provide
    Arbitrary<String> charsets() {
        return Arbitraries.of("UTF-8", "ISO-8859-1", "UTF-16", "US-ASCII", "no charset");
    }

    @Property(tries = 300)
    void bytes_areRewritten_howeverTheyAreWritten(
            @ForAll("responses") String body, @ForAll boolean keep, @ForAll long seed, @ForAll boolean mark)
            throws Exception {
        byte[] bytes = ((mark ? "\ufeff" : "") + body).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        run(
                keep,
                Map.of("getOutputStream", new Answering.Stream(sent)),
                response -> write(response.getOutputStream(), bytes, new Random(seed)));

        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo((mark ? "\ufeff" : "") + expected(body, keep));
    }

    @Property(tries = 300)
    void gzip_isRewritten_howeverItIsWritten(
            @ForAll("responses") String body, @ForAll boolean keep, @ForAll long seed, @ForAll boolean twoMembers)
            throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        // Any place will do, and so will one within a character.
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        int cut = twoMembers ? bytes.length / 2 : bytes.length;
        zipped.write(Gzip.zip(Arrays.copyOf(bytes, cut)));
        if (twoMembers) {
            zipped.write(Gzip.zip(Arrays.copyOfRange(bytes, cut, bytes.length)));
        }
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        run(
                keep,
                Map.of("getOutputStream", new Answering.Stream(sent), "getHeaders", List.of("gzip")),
                response -> write(response.getOutputStream(), zipped.toByteArray(), new Random(seed)));

        byte[] plain = Gzip.unzip(sent.toByteArray(), sent.size(), 1 << 20);
        assertThat(new String(Objects.requireNonNull(plain), StandardCharsets.UTF_8))
                .isEqualTo(expected(body, keep));
    }

    @Property(tries = 300)
    void characters_areRewritten_howeverTheyAreWritten(
            @ForAll("responses") String body,
            @ForAll boolean keep,
            @ForAll long seed,
            @ForAll("charsets") String charset)
            throws Exception {
        StringWriter sent = new StringWriter();

        run(
                keep,
                Map.of("getWriter", new PrintWriter(sent), "getCharacterEncoding", charset),
                response -> write(response.getWriter(), body, new Random(seed)));

        assertThat(sent).hasToString(expected(body, keep));
    }

    private static String expected(String body, boolean keep) {
        return Objects.requireNonNullElse(ExpectedRewrite.of(body, ENG, new Injection(true, true, keep)), body);
    }

    private interface Homeserver {
        void answer(HttpServletResponse response) throws IOException;
    }

    private static void run(boolean keep, Map<String, Object> container, Homeserver homeserver)
            throws IOException, ServletException {
        LoginRedirectFilter filter = new LoginRedirectFilter(RuleSource.text(
                "rules",
                "{\"existing\": \"" + (keep ? "keep" : "replace")
                        + "\", \"targets\": {\"eng\": {\"base_cs_url\": \"https://matrix.eng.ac.cdl\"}},"
                        + " \"rules\": [{\"target\": \"eng\"}]}"));
        FilterConfig config = mock(FilterConfig.class);
        when(config.getServletContext()).thenReturn(mock(ServletContext.class));
        filter.init(config);
        filter.doFilter(
                Answering.login(),
                Answering.response(container),
                (request, response) -> homeserver.answer((HttpServletResponse) response));
        filter.destroy();
    }

    private static void write(OutputStream stream, byte[] bytes, Random random) throws IOException {
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(1 + random.nextInt(9), bytes.length - from);
            if (length == 1) {
                stream.write(bytes[from]);
            } else {
                stream.write(bytes, from, length);
            }
            from += length;
            if (random.nextInt(4) == 0) {
                stream.flush();
            }
        }
    }

    private static void write(PrintWriter writer, String text, Random random) {
        for (int from = 0; from < text.length(); ) {
            int length = Math.min(1 + random.nextInt(9), text.length() - from);
            writer.write(text, from, length);
            from += length;
            if (random.nextInt(4) == 0) {
                writer.flush();
            }
        }
    }
}
