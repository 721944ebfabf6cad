// SPDX-License-Identifier: Apache-2.0
package homeserver;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the homeserver forwards to. */
public final class Answer extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getOutputStream()
                .write("{\"user_id\": \"@ada:ac.cdl\", \"access_token\": \"syt_secret_of_ada\"}"
                        .getBytes(StandardCharsets.UTF_8));
    }
}
