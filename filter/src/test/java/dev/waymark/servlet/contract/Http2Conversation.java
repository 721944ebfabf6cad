// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import dev.waymark.servlet.contract.Answer.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A login over HTTP/2 and, unless its stream is broken off, a second request on the same connection. */
final class Http2Conversation {

    private Http2Conversation() {}

    static Conversation hold(
            Function<List<String>, List<List<String>>> client, int port, String request, @Nullable String probePath) {
        // A stream that is broken off ends no connection, so that the second request is always sent.
        List<List<String>> answers = client.apply(http2(port, request, probePath == null ? "/probe" : probePath));
        Answer login = answer(answers.get(0));
        String probe = login.whole() ? raw(answers.get(1)) : "";
        return new Conversation(login, raw(answers.get(0)) + probe, probe);
    }

    /** As the client wants it: without what HTTP/2 says in another way. */
    private static List<String> http2(int port, String request, String probePath) {
        String[] headAndBody = request.split("\r\n\r\n", 2);
        List<String> lines = List.of(headAndBody[0].split("\r\n", -1));
        String[] start = lines.get(0).split(" ", -1);
        List<String> asked =
                new ArrayList<>(List.of(Integer.toString(port), start[0], start[1], headAndBody[1], probePath));
        lines.stream()
                .skip(1)
                .filter(line -> !line.startsWith("Host:") && !line.startsWith("Connection:"))
                .forEach(asked::add);
        return asked;
    }

    /** Where frames end is up to flow control, so that the body is one chunk. */
    private static Answer answer(List<String> answer) {
        List<String> headers = lines(answer.get(1));
        return new Answer(
                lines(answer.get(0)),
                headers,
                Answer.value(headers, "content-length") != null ? Framing.LENGTH : Framing.CHUNKED,
                List.of(answer.get(2)),
                lines(answer.get(3)),
                answer.get(4).isEmpty());
    }

    private static List<String> lines(String text) {
        return Stream.of(text.split("\n"))
                .filter(line -> !line.isEmpty())
                .map(line -> line.toLowerCase(Locale.ROOT).startsWith("date:") ? "date: " + Answer.SOME_DATE : line)
                .toList();
    }

    private static String raw(List<String> answer) {
        return String.join("\n", lines(answer.get(0)))
                + "\n"
                + String.join("\n", lines(answer.get(1)))
                + "\n\n"
                + answer.get(2)
                + answer.get(3)
                + answer.get(4);
    }
}
