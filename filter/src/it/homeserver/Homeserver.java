// SPDX-License-Identifier: Apache-2.0
package homeserver;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A homeserver that knows nothing of Waymark. Everybody may log in; the query says in which way it answers. */
public class Homeserver extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String LOGIN = "{\"user_id\": \"@ada:ac.cdl\", \"access_token\": \"syt_secret_of_ada\",\n"
            + " \"device_id\": \"GÖTTINGEN\", \"expires_in_ms\": 3.60e6}";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.getWriter().write("{\"versions\": [\"v1.11\"]}");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        request.getInputStream().readAllBytes();
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Cache-Control", "no-store");
        String way = String.valueOf(request.getQueryString());
        switch (way) {
            case "writer":
                response.setContentType("application/json;charset=utf-8");
                response.getWriter().write(LOGIN);
                break;
            case "length":
                byte[] body = LOGIN.getBytes(StandardCharsets.UTF_8);
                response.setContentType("application/json");
                response.setContentLength(body.length);
                response.getOutputStream().write(body);
                break;
            case "stream":
                stream(response);
                response.flushBuffer();
                break;
            case "async":
                AsyncContext later = request.startAsync();
                later.start(() -> {
                    try {
                        stream((HttpServletResponse) later.getResponse());
                    } catch (IOException e) {
                        getServletContext().log("the client is gone", e);
                    }
                    later.complete();
                });
                break;
            case "dispatch":
                if (request.getAttribute("dispatched") == null) {
                    request.setAttribute("dispatched", true);
                    request.startAsync().dispatch();
                } else {
                    stream(response);
                }
                break;
            case "forward":
                response.setContentType("application/json");
                response.getOutputStream().write("{\"forgotten\": true".getBytes(StandardCharsets.UTF_8));
                request.getRequestDispatcher("/answer").forward(request, response);
                break;
            case "forbidden":
                response.setStatus(403);
                response.setContentType("application/json");
                response.getWriter().write("{\"errcode\": \"M_FORBIDDEN\", \"error\": \"Invalid password\"}");
                break;
            default:
                response.sendError(400, "no such way: " + way);
        }
    }

    private static void stream(HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        byte[] body = LOGIN.getBytes(StandardCharsets.UTF_8);
        response.getOutputStream().write(body, 0, 20);
        response.getOutputStream().write(body, 20, body.length - 20);
    }
}
