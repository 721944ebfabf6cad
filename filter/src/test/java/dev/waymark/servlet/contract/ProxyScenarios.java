// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.LOGIN_PATH;
import static dev.waymark.servlet.contract.StreamScenarios.bytes;
import static dev.waymark.servlet.contract.StreamScenarios.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.eclipse.jetty.ee10.proxy.AsyncMiddleManServlet;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.ee10.proxy.ProxyServlet;

/** A gateway of Jetty's making that hands the login on to a homeserver elsewhere. */
final class ProxyScenarios {

    private static final String EXECUTOR = "org.eclipse.jetty.server.Executor";

    private static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        return thread;
    });

    private ProxyScenarios() {}

    /** The homeserver behind the gateway. */
    @FunctionalInterface
    private interface Homeserver {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** The gateway in front of a homeserver. */
    private static Consumer<Play> behind(IntFunction<HttpServlet> gateway, Homeserver homeserver) {
        return play -> {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.createContext(LOGIN_PATH, exchange -> {
                    try (exchange) {
                        exchange.getRequestBody().readAllBytes();
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        homeserver.answer(exchange);
                    }
                });
                server.start();
                play.onEnd(() -> server.stop(0));
                play.servlet(
                        LOGIN_PATH, "gateway", gateway.apply(server.getAddress().getPort()));
            } catch (IOException e) {
                throw new UncheckedIOException("the homeserver behind the gateway did not start", e);
            }
        };
    }

    private static void answer(HttpExchange exchange, int status, byte[] body, boolean chunked) throws IOException {
        exchange.sendResponseHeaders(status, chunked ? 0 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static String target(int port) {
        return "http://127.0.0.1:" + port + LOGIN_PATH;
    }

    /** The proxies take their threads from where Jetty leaves its own; elsewhere they are given some. */
    private static void provideThreads(ServletContext context) {
        if (context.getAttribute(EXECUTOR) == null) {
            context.setAttribute(EXECUTOR, THREADS);
        }
    }

    private static HttpServlet async(int port) {
        return new AsyncProxyServlet() {
            @Override
            public void init() throws ServletException {
                provideThreads(getServletContext());
                super.init();
            }

            @Override
            protected String rewriteTarget(HttpServletRequest request) {
                return target(port);
            }

            // Which side fails first where there is no answer is up to the threads of Jetty 9.
            @Override
            protected int clientRequestStatus(Throwable failure) {
                return proxyResponseStatus(failure);
            }
        };
    }

    private static HttpServlet blocking(int port) {
        return new ProxyServlet() {
            @Override
            public void init() throws ServletException {
                provideThreads(getServletContext());
                super.init();
            }

            @Override
            protected String rewriteTarget(HttpServletRequest request) {
                return target(port);
            }
        };
    }

    private static HttpServlet middleMan(int port) {
        return new AsyncMiddleManServlet() {
            @Override
            public void init() throws ServletException {
                provideThreads(getServletContext());
                super.init();
            }

            @Override
            protected String rewriteTarget(HttpServletRequest request) {
                return target(port);
            }
        };
    }

    static List<Scenario> all() {
        Homeserver chunked = exchange -> answer(exchange, 200, bytes(LOGIN), true);
        Homeserver whole = exchange -> answer(exchange, 200, bytes(LOGIN), false);
        Homeserver large = exchange -> answer(exchange, 200, bytes(login(60_000)), false);
        Homeserver zipped = exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            answer(exchange, 200, BodyScenarios.gzip(bytes(LOGIN)), false);
        };
        Homeserver refusal = exchange -> answer(exchange, 403, bytes("{\"errcode\":\"M_FORBIDDEN\"}"), false);
        return List.of(
                Scenario.rewrittenPlay("AsyncProxyServlet: with a length", behind(ProxyScenarios::async, whole)),
                Scenario.rewrittenPlay("AsyncProxyServlet: chunked", behind(ProxyScenarios::async, chunked)),
                Scenario.rewrittenPlay("AsyncProxyServlet: gzip", behind(ProxyScenarios::async, zipped))
                        .gzip(),
                Scenario.rewrittenPlay("AsyncProxyServlet: 60 kB", behind(ProxyScenarios::async, large))
                        .chunksVary(),
                Scenario.passedPlay("AsyncProxyServlet: refusal", behind(ProxyScenarios::async, refusal)),
                Scenario.passedPlay("AsyncProxyServlet: more than is held", behind(ProxyScenarios::async, whole))
                        .options("\"max_body\": 50,"),
                Scenario.passedPlay(
                        "AsyncProxyServlet: nobody there", play -> play.servlet(LOGIN_PATH, "gateway", async(1))),
                Scenario.passedPlay("AsyncProxyServlet: no answer", behind(ProxyScenarios::async, HttpExchange::close)),
                Scenario.rewrittenPlay("ProxyServlet: with a length", behind(ProxyScenarios::blocking, whole)),
                Scenario.rewrittenPlay("ProxyServlet: chunked", behind(ProxyScenarios::blocking, chunked)),
                Scenario.rewrittenPlay(
                        "AsyncMiddleManServlet: with a length", behind(ProxyScenarios::middleMan, whole)),
                Scenario.rewrittenPlay("AsyncMiddleManServlet: chunked", behind(ProxyScenarios::middleMan, chunked)));
    }
}
