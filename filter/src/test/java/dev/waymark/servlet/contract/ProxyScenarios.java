// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.LOGIN_PATH;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.StreamScenarios.login;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.eclipse.jetty.ee10.proxy.AsyncMiddleManServlet;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.ee10.proxy.ProxyServlet;

/** A gateway of Jetty's making that hands the login on to a homeserver elsewhere. */
final class ProxyScenarios {

    private ProxyScenarios() {}

    /** The gateway in front of a homeserver. */
    private static Consumer<Play> behind(IntFunction<HttpServlet> gateway, Action homeserver) {
        return play -> {
            Play upstream = new Play();
            upstream.login(homeserver);
            try {
                Container.Running running = new JettyContainer().start(upstream.webApp(List.of()));
                play.server(running);
                play.servlet(LOGIN_PATH, "gateway", gateway.apply(running.port()));
            } catch (Exception e) {
                throw new IllegalStateException("the homeserver behind the gateway did not start", e);
            }
        };
    }

    private static String target(int port) {
        return "http://127.0.0.1:" + port + LOGIN_PATH;
    }

    private static HttpServlet async(int port) {
        return new AsyncProxyServlet() {
            @Override
            protected String rewriteTarget(HttpServletRequest request) {
                return target(port);
            }
        };
    }

    private static HttpServlet blocking(int port) {
        return new ProxyServlet() {
            @Override
            protected String rewriteTarget(HttpServletRequest request) {
                return target(port);
            }
        };
    }

    private static HttpServlet middleMan(int port) {
        return new AsyncMiddleManServlet() {
            @Override
            protected String rewriteTarget(HttpServletRequest request) {
                return target(port);
            }
        };
    }

    static List<Scenario> all() {
        Action chunked = (request, response) -> {
            json(response, LOGIN);
            response.flushBuffer();
        };
        Action whole = (request, response) -> json(response, LOGIN);
        Action large = (request, response) -> json(response, login(60_000));
        Action zipped = (request, response) -> {
            response.setContentType("application/json");
            response.setHeader("Content-Encoding", "gzip");
            response.getOutputStream().write(BodyScenarios.gzip(StreamScenarios.bytes(LOGIN)));
        };
        Action refusal = (request, response) -> {
            response.setStatus(403);
            json(response, "{\"errcode\":\"M_FORBIDDEN\"}");
        };
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
                Scenario.rewrittenPlay("ProxyServlet: with a length", behind(ProxyScenarios::blocking, whole)),
                Scenario.rewrittenPlay("ProxyServlet: chunked", behind(ProxyScenarios::blocking, chunked)),
                Scenario.rewrittenPlay(
                        "AsyncMiddleManServlet: with a length", behind(ProxyScenarios::middleMan, whole)),
                Scenario.rewrittenPlay("AsyncMiddleManServlet: chunked", behind(ProxyScenarios::middleMan, chunked)));
    }
}
