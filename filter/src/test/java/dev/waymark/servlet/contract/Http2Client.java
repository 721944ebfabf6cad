// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Asks over HTTP/2, with prior knowledge: a request, and a second one on the same connection. It lives outside of the
 * containers' class loaders, to which it is known as a function: from {@code [port, method, path, body, path of the second
 * request, header, ...]} to {@code [answer, second answer]}, each of them {@code [status, headers, body, trailers, end]}
 * with header lines ended by {@code \n}, the body's bytes as ISO-8859-1, and nothing for an end as it should be. An answer that is broken off, or does not come in time, is also the second one.
 */
final class Http2Client implements Function<List<String>, List<List<String>>>, AutoCloseable {

    /** By a reset of the stream or the end of the connection; which of them the client sees first is up to timing. */
    private final HTTP2Client client;

    Http2Client() {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setExecutor(new QueuedThreadPool(8));
        client = new HTTP2Client(connector);
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty's client did not start", e);
        }
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty's client did not stop", e);
        }
    }

    @Override
    public List<List<String>> apply(List<String> request) {
        int port = Integer.parseInt(request.get(0));
        try {
            Session session = client.connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new Session.Listener() {})
                    .get(Play.DEADLINE_SECONDS, TimeUnit.SECONDS);
            HttpFields.Mutable headers = HttpFields.build();
            request.subList(5, request.size()).forEach(line -> headers.add(field(line)));
            List<String> answer = ask(session, request.get(1), request.get(2), headers, request.get(3));
            if (!answer.get(4).isEmpty()) {
                return List.of(answer, answer);
            }
            List<String> second = ask(session, "GET", request.get(4), HttpFields.EMPTY, "");
            session.shutdown().get(Play.DEADLINE_SECONDS, TimeUnit.SECONDS);
            return List.of(answer, second);
        } catch (Exception e) {
            throw new IllegalStateException("no answer over HTTP/2", e);
        }
    }

    private static HttpField field(String line) {
        int colon = line.indexOf(':');
        return new HttpField(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    private static List<String> ask(Session session, String method, String path, HttpFields headers, String body)
            throws Exception {
        HttpURI uri = HttpURI.from("http://homeserver" + path);
        MetaData.Request head = new MetaData.Request(method, uri, HttpVersion.HTTP_2, headers);
        Reader reader = new Reader();
        try {
            send(session, new HeadersFrame(head, null, body.isEmpty()), body, reader);
            return reader.answer.get(Play.DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return List.of("", "", "", "", Conversation.BROKEN_OFF);
        } catch (TimeoutException e) {
            return List.of("", "", "", "", Conversation.NOT_IN_TIME);
        }
    }

    private static void send(Session session, HeadersFrame head, String body, Reader reader) throws Exception {
        Stream stream = session.newStream(head, reader).get(Play.DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (!body.isEmpty()) {
            ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1));
            stream.data(new DataFrame(stream.getId(), bytes, true), Callback.NOOP);
        }
    }

    /** Gathers an answer. Jetty calls it back for one thing after the other. */
    private static final class Reader implements Stream.Listener {

        private final CompletableFuture<List<String>> answer = new CompletableFuture<>();
        private final List<String> status = new ArrayList<>();
        private final StringBuilder headers = new StringBuilder();
        private final StringBuilder body = new StringBuilder();
        private final StringBuilder trailers = new StringBuilder();

        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {
            MetaData head = frame.getMetaData();
            StringBuilder lines = trailers;
            if (head instanceof MetaData.Response response) {
                status.add("HTTP/2 " + response.getStatus());
                lines = headers;
                lines.setLength(0);
            }
            for (HttpField field : head.getHttpFields()) {
                lines.append(field.getLowerCaseName())
                        .append(": ")
                        .append(field.getValue())
                        .append('\n');
            }
            if (frame.isEndStream()) {
                end("");
            } else {
                stream.demand();
            }
        }

        @Override
        public void onDataAvailable(Stream stream) {
            Stream.Data data = stream.readData();
            if (data == null) {
                stream.demand();
                return;
            }
            boolean last = data.frame().isEndStream();
            body.append(StandardCharsets.ISO_8859_1.decode(data.frame().getByteBuffer()));
            data.release();
            if (last) {
                end("");
            } else {
                stream.demand();
            }
        }

        @Override
        public void onReset(Stream stream, ResetFrame frame, Callback callback) {
            end(Conversation.BROKEN_OFF);
            callback.succeeded();
        }

        @Override
        public void onFailure(Stream stream, int error, String reason, Throwable failure, Callback callback) {
            end(Conversation.BROKEN_OFF);
            callback.succeeded();
        }

        private void end(String end) {
            answer.complete(
                    List.of(String.join("\n", status), headers.toString(), body.toString(), trailers.toString(), end));
        }
    }
}
