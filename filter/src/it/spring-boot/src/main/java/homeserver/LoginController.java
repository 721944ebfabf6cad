// SPDX-License-Identifier: Apache-2.0
package homeserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** A login, answered in the ways that Spring has. */
@Controller
class LoginController {

    static final String TEXT = "{\"user_id\": \"@ada:ac.cdl\", \"access_token\": \"syt_secret_of_ada\"}";

    private static final String LOGIN = "/_matrix/client/v3/login";

    private static Map<String, Object> map() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("user_id", "@ada:ac.cdl");
        answer.put("access_token", "syt_secret_of_ada");
        answer.put("expires_in_ms", 1.0e3);
        return answer;
    }

    @PostMapping(path = LOGIN, params = "map")
    @ResponseBody
    Map<String, Object> asMap() {
        return map();
    }

    @PostMapping(path = LOGIN, params = "entity")
    ResponseEntity<String> asEntity() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).header("X-Way", "entity").body(TEXT);
    }

    @PostMapping(path = LOGIN, params = "bytes")
    ResponseEntity<byte[]> asBytes() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(TEXT.getBytes(UTF_8));
    }

    @PostMapping(path = LOGIN, params = "callable")
    @ResponseBody
    Callable<Map<String, Object>> asCallable() {
        return LoginController::map;
    }

    @PostMapping(path = LOGIN, params = "future")
    CompletableFuture<ResponseEntity<Map<String, Object>>> asFuture() {
        return CompletableFuture.supplyAsync(() -> ResponseEntity.ok(map()));
    }

    @PostMapping(path = LOGIN, params = "deferred")
    @ResponseBody
    DeferredResult<Map<String, Object>> asDeferred() {
        DeferredResult<Map<String, Object>> result = new DeferredResult<>();
        new Thread(() -> result.setResult(map())).start();
        return result;
    }

    @PostMapping(path = LOGIN, params = "streaming")
    ResponseEntity<StreamingResponseBody> asStream() {
        StreamingResponseBody body = out -> {
            for (byte b : TEXT.getBytes(UTF_8)) {
                out.write(b);
            }
            out.flush();
        };
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }

    @PostMapping(path = LOGIN, params = "emitter")
    ResponseEntity<ResponseBodyEmitter> asEmitter() {
        ResponseBodyEmitter emitter = new ResponseBodyEmitter();
        new Thread(() -> {
                    try {
                        emitter.send(TEXT.substring(0, 20), MediaType.TEXT_PLAIN);
                        emitter.send(TEXT.substring(20), MediaType.TEXT_PLAIN);
                        emitter.complete();
                    } catch (IOException e) {
                        emitter.completeWithError(e);
                    }
                })
                .start();
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(emitter);
    }

    @PostMapping(path = LOGIN, params = "forward")
    String asForward() {
        return "forward:/answer";
    }

    @PostMapping(path = "/answer")
    @ResponseBody
    Map<String, Object> answer() {
        return map();
    }

    @PostMapping(path = LOGIN, params = "forbidden")
    ResponseEntity<Map<String, String>> forbidden() {
        return ResponseEntity.status(HttpStatus.FORBIDDEN).body(Map.of("errcode", "M_FORBIDDEN"));
    }
}
