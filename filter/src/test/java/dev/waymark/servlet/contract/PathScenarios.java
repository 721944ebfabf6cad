// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.LOGIN_PATH;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Where a login is, and where it is not: whatever is asked, the homeserver answers as to a login. */
final class PathScenarios {

    private PathScenarios() {}

    private static Consumer<Play> at(String pattern) {
        return play -> play.at(pattern, (request, response) -> json(response, LOGIN));
    }

    private static Consumer<Play> at(String contextPath, String pattern) {
        return play -> {
            play.contextPath(contextPath);
            at(pattern).accept(play);
        };
    }

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (String version : List.of("api/v1", "r0", "v1", "v3", "unstable")) {
            String path = "/_matrix/client/" + version + "/login";
            all.add(rewrittenPlay("path " + path, at("/*")).path(path));
        }
        for (String pattern : List.of(LOGIN_PATH, LOGIN_PATH + "/*", "/_matrix/client/*", "/_matrix/*", "/*", "/")) {
            all.add(rewrittenPlay("servlet at " + pattern, at(pattern)));
            all.add(rewrittenPlay("servlet below a context path at " + pattern, at("/home/server", pattern))
                    .path("/home/server" + LOGIN_PATH));
        }
        for (String path : List.of(
                LOGIN_PATH + ";session=7",
                "/_matrix;a=b/client/v3/login",
                "/_matrix/client/v3/%6Cogin",
                "/%5fmatrix/client/v3/login",
                LOGIN_PATH + "?access_token=secret")) {
            all.add(rewrittenPlay("path " + path, at("/*")).path(path));
        }
        // Whether that is a login is up to the container, which may leave the path as it is.
        all.add(rewrittenPlay(
                        "path up and down",
                        play -> play.at("/*", (request, response) -> {
                            if (LOGIN_PATH.equals(request.getServletPath() + request.getPathInfo())) {
                                json(response, LOGIN);
                            } else {
                                response.sendError(404);
                            }
                        }))
                .path("/x/.." + LOGIN_PATH));
        for (String path : List.of(
                "/_matrix/client/v3/login/get_token",
                "/_matrix/client/v1/login/get_token",
                "/_matrix/client/v3/login/",
                "/_matrix/client/v3/login/sso/redirect",
                "/_matrix/client/v3/Login",
                "/_matrix/client/v3/refresh",
                "/_matrix/client/v3/register",
                "/_matrix/client/login",
                "/_matrix/client//login",
                "/_matrix/client/v9/login",
                "/_matrix/client/v3/x/login",
                "/_matrix/federation/v1/login",
                "/login",
                "/x/_matrix/client/v3/login",
                "/",
                "/nowhere")) {
            all.add(passedPlay("path " + path, at("/*")).path(path));
        }
        for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS", "post")) {
            all.add(passedPlay("method " + method, at("/*")).method(method));
        }
        return all;
    }
}
