// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.junit.jupiter.api.Named.named;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.waymark.Growth;
import dev.waymark.config.RuleSource;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a homeserver writes, holding and sending its response takes a time in proportion to what it does. */
class WritingTimeTest {

    private static final String HEAD = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\",\"x\":\"";

    private final LoginRedirectFilter filter = new LoginRedirectFilter(RuleSource.text("rules", """
            {"targets": {"eng": {"base_cs_url": "https://matrix.eng.ac.cdl"}}, "rules": [{"target": "eng"}]}
            """));

    /** Writes a body of so many steps. */
    interface Homeserver {
        void answer(HttpServletResponse response, int steps) throws IOException;
    }

    static Stream<Named<Homeserver>> homeservers() {
        return Stream.of(
                named("characters one by one", (response, steps) -> {
                    PrintWriter writer = begin(response);
                    for (int i = 0; i < steps; i++) {
                        writer.write('a');
                    }
                    writer.write("\"}");
                }),
                named("characters one by one, short of what was declared", (response, steps) -> {
                    response.setContentLength(HEAD.length() + steps + 9);
                    PrintWriter writer = begin(response);
                    for (int i = 0; i < steps; i++) {
                        writer.write('a');
                    }
                    writer.write("\"}");
                }),
                named("characters one by one, far more declared", (response, steps) -> {
                    response.setContentLength(steps * 4);
                    PrintWriter writer = begin(response);
                    for (int i = 0; i < steps; i++) {
                        writer.write('\u20ac');
                    }
                    writer.write("\"}");
                }),
                named("characters as many as were declared", (response, steps) -> {
                    response.setContentLength(HEAD.length() + steps * 3 + 2);
                    PrintWriter writer = begin(response);
                    for (int i = 0; i < steps; i++) {
                        writer.write('\u20ac');
                    }
                    writer.write("\"}");
                }),
                named("lines", (response, steps) -> {
                    PrintWriter writer = begin(response);
                    writer.write("\",\"y\":[1");
                    for (int i = 0; i < steps; i++) {
                        writer.println(",2");
                    }
                    writer.write("]}");
                }),
                named("flushes of the writer", (response, steps) -> {
                    PrintWriter writer = begin(response);
                    for (int i = 0; i < steps; i++) {
                        writer.write('a');
                        writer.flush();
                    }
                    writer.write("\"}");
                }),
                named("bytes one by one", (response, steps) -> {
                    ServletOutputStream stream = response.getOutputStream();
                    stream.print(HEAD);
                    for (int i = 0; i < steps; i++) {
                        stream.write('a');
                    }
                    stream.print("\"}");
                }),
                named("flushes of the stream", (response, steps) -> {
                    ServletOutputStream stream = response.getOutputStream();
                    stream.print(HEAD);
                    for (int i = 0; i < steps; i++) {
                        stream.write(new byte[] {'a', 'b'});
                        stream.flush();
                    }
                    stream.print("\"}");
                }),
                named("ETags", (response, steps) -> {
                    for (int i = 0; i < steps; i++) {
                        response.setHeader("ETag", "a");
                    }
                    begin(response).write("\"}");
                }),
                named("digests, added", (response, steps) -> {
                    for (int i = 0; i < steps; i++) {
                        response.addHeader("Digest", "a");
                    }
                    begin(response).write("\"");
                }),
                named("taken back", (response, steps) -> {
                    for (int i = 0; i < steps; i++) {
                        begin(response);
                        response.resetBuffer();
                    }
                }));
    }

    private static PrintWriter begin(HttpServletResponse response) throws IOException {
        PrintWriter writer = response.getWriter();
        writer.write(HEAD);
        return writer;
    }

    @BeforeEach
    void initialise() throws ServletException {
        FilterConfig config = mock(FilterConfig.class);
        when(config.getServletContext()).thenReturn(mock(ServletContext.class));
        filter.init(config);
    }

    @ParameterizedTest
    @MethodSource("homeservers")
    void response_isHeldAndSent_inLinearTime(Homeserver homeserver) {
        Growth.requireLinear(
                size -> {
                    HttpServletRequest request = Answering.login();
                    return () -> {
                        try {
                            filter.doFilter(
                                    request,
                                    response(),
                                    (down, back) -> homeserver.answer((HttpServletResponse) back, size));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        } catch (ServletException e) {
                            throw new IllegalStateException(e);
                        }
                    };
                },
                20_000);
    }

    private static HttpServletResponse response() {
        return Answering.response(Map.of(
                "getWriter",
                new PrintWriter(Writer.nullWriter()),
                "getOutputStream",
                new Answering.Stream(OutputStream.nullOutputStream())));
    }
}
