// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.RequestScenarios.body;
import static dev.waymark.servlet.contract.RequestScenarios.reading;
import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.bytes;
import static dev.waymark.servlet.contract.StreamScenarios.json;

import jakarta.servlet.Filter;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Requests that go by filters and dispatchers before the homeserver reads them, where what it reads decides. */
final class RequestChainScenarios {

    private static final String ANSWER = "/answer";

    private RequestChainScenarios() {}

    /** A stream over bytes that can go back, as filters hand it out that keep a body. */
    private static final class Kept extends ServletInputStream {

        private final ByteArrayInputStream in;

        Kept(byte[] body) {
            in = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return in.read(bytes, offset, length);
        }

        @Override
        public boolean markSupported() {
            return true;
        }

        @Override
        public void mark(int limit) {
            in.mark(limit);
        }

        @Override
        public void reset() {
            in.reset();
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("not asynchronous");
        }
    }

    /** Reads the body, and hands on a request that begins anew each time its stream is asked for. */
    private static final Filter KEEPING = (request, response, chain) -> {
        byte[] body = request.getInputStream().readAllBytes();
        chain.doFilter(handingOut(request, body), response);
    };

    private static ServletRequest handingOut(ServletRequest request, byte[] body) {
        return new HttpServletRequestWrapper((HttpServletRequest) request) {
            @Override
            public ServletInputStream getInputStream() {
                return new Kept(body);
            }
        };
    }

    private static Scenario decided(String name, Consumer<Play> stage) {
        return rewrittenPlay("request: " + name, stage).byRequest();
    }

    private static Scenario undecided(String name, Consumer<Play> stage) {
        return passedPlay("request: " + name, stage).byRequest();
    }

    static List<Scenario> all() {
        return List.of(
                decided("a filter behind that keeps it", play -> {
                    play.filterBehind(KEEPING);
                    play.login(reading(play, request -> body(request) + body(request)));
                }),
                decided("a filter behind that keeps it, unread by the homeserver", play -> {
                    play.filterBehind(KEEPING);
                    play.login(reading(play, request -> "nothing"));
                }),
                decided("a filter in front that keeps it, read twice", play -> {
                    play.filterInFront(KEEPING);
                    play.login(reading(play, request -> body(request) + body(request)));
                }),
                decided("a filter in front that keeps it, read and asked for again", play -> {
                    play.filterInFront(KEEPING);
                    play.login(reading(
                            play,
                            request -> body(request) + request.getInputStream().isFinished()));
                }),
                undecided("a filter in front that keeps it, read and begun again", play -> {
                    play.filterInFront(KEEPING);
                    play.login(reading(
                            play,
                            request -> body(request) + request.getInputStream().read()));
                }),
                decided("a filter in front that keeps it, mark and reset", play -> {
                    play.filterInFront(KEEPING);
                    play.login(reading(play, RequestChainScenarios::backAndForth));
                }),
                decided("a filter in front that puts another in its place", play -> {
                            play.filterInFront((request, response, chain) ->
                                    chain.doFilter(handingOut(request, bytes(Scenario.FULL_REQUEST)), response));
                            play.login(reading(play, RequestScenarios::body));
                        })
                        .body(bytes("{}")),
                decided("a filter behind that reads it, and the homeserver again", play -> {
                    play.filterBehind((request, response, chain) -> {
                        play.note("filter", body(request.getInputStream()));
                        chain.doFilter(request, response);
                    });
                    play.login(reading(play, RequestScenarios::body));
                }),
                decided("registered twice", play -> play.login(reading(play, RequestScenarios::body)))
                        .registrations(2),
                undecided(
                        "read past every wrapper",
                        play -> play.login(reading(play, request -> {
                            ServletRequest actual = request;
                            while (actual instanceof ServletRequestWrapper wrapper) {
                                actual = wrapper.getRequest();
                            }
                            return body(actual.getInputStream());
                        }))),
                decided("in a forward", play -> {
                    play.at(ANSWER, reading(play, RequestScenarios::body));
                    play.login((request, response) ->
                            request.getRequestDispatcher(ANSWER).forward(request, response));
                }),
                decided("before a forward", play -> {
                    play.at(ANSWER, (request, response) -> json(response, LOGIN));
                    play.login((request, response) -> {
                        play.note("read", body(request));
                        request.getRequestDispatcher(ANSWER).forward(request, response);
                    });
                }),
                decided("half before a forward, half in it", play -> {
                    play.at(ANSWER, reading(play, RequestScenarios::body));
                    play.login((request, response) -> {
                        play.note("read", request.getInputStream().read());
                        request.getRequestDispatcher(ANSWER).forward(request, response);
                    });
                }),
                decided("by a reader in a forward", play -> {
                    play.at(ANSWER, reading(play, request -> request.getReader().readLine()));
                    play.login((request, response) ->
                            request.getRequestDispatcher(ANSWER).forward(request, response));
                }),
                decided("in an include", play -> {
                    play.at(ANSWER, reading(play, RequestScenarios::body));
                    play.login((request, response) ->
                            request.getRequestDispatcher(ANSWER).include(request, response));
                }),
                rewrittenPlay("request: by an address", play -> play.login(reading(play, RequestScenarios::body)))
                        .byRequest()
                        .rules("[{\"medium\": \"email\", \"address\": \"ada@*\", \"target\": \"hist\"}]")
                        .body(bytes("{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.thirdparty\","
                                + "\"medium\":\"email\",\"address\":\"Ada@ac.example\"},\"password\":\"secret\"}")),
                rewrittenPlay("request: by host and device", play -> play.login(reading(play, RequestScenarios::body)))
                        .rules("[{\"host\": \"homeserver\", \"device_id\": \"ABC\", \"target\": \"hist\"}]"));
    }

    private static Object backAndForth(HttpServletRequest request) throws IOException {
        ServletInputStream in = request.getInputStream();
        String text = String.valueOf(in.read());
        in.mark(1000);
        text += Answer.text(in.readNBytes(40));
        in.reset();
        return text + body(in);
    }
}
