// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import dev.waymark.config.RulesFile;
import dev.waymark.login.Instruction;
import dev.waymark.login.LoginRewriter;
import dev.waymark.login.Splice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From the bytes of a login response to those that the client gets: read, decide, inject both fields. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpliceBenchmark {

    /** Of a response, in bytes. */
    @Param("300")
    int size;

    @Param("1000")
    int rules;

    private final byte[][] bodies = new byte[Samples.RESPONSES][];
    private final byte[][] fragments = new byte[Samples.RESPONSES][];
    private final ObjectMapper mapper = new JsonMapper();
    private final JsonFactory factory = new JsonFactory();
    private Map<String, String> map = Map.of();
    private LoginRewriter rewriter = rewriter(1);
    private int next;

    private static LoginRewriter rewriter(int rules) {
        RulesFile file = Samples.rules(rules);
        return new LoginRewriter(file.rules(), file.injection());
    }

    /** Makes responses and rules. */
    @Setup
    public void prepare() {
        rewriter = rewriter(rules);
        map = Samples.map(rules);
        int[] users = Samples.users(rules);
        for (int i = 0; i < Samples.RESPONSES; i++) {
            bodies[i] = Samples.response(users[i], size);
            String url = Samples.baseUrl(users[i]);
            fragments[i] = ("\"base_cs_url\":\"" + url + "\",\"well_known\":{\"m.homeserver\":{\"base_url\":\"" + url
                            + "\"}},")
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    private int next() {
        next = (next + 1) % Samples.RESPONSES;
        return next;
    }

    /** The least that any way must do: copy, with place and fragment known. */
    @Benchmark
    public byte[] limit() {
        int number = next();
        byte[] body = bodies[number];
        byte[] fragment = fragments[number];
        byte[] result = new byte[body.length + fragment.length];
        result[0] = body[0];
        System.arraycopy(fragment, 0, result, 1, fragment.length);
        System.arraycopy(body, 1, result, 1 + fragment.length, body.length - 1);
        return result;
    }

    /** As the filter does it. */
    @Benchmark
    public byte[] waymark() {
        byte[] body = bodies[next()];
        Splice splice = rewriter.rewrite(body, body.length, Instruction.NONE, login -> {});
        if (splice == null) {
            throw new IllegalStateException("left alone");
        }
        return splice.apply(body, body.length);
    }

    /** With Jackson's tree. */
    @Benchmark
    public byte[] tree() {
        return tree(bodies[next()], mapper, map);
    }

    static byte[] tree(byte[] body, ObjectMapper mapper, Map<String, String> map) {
        ObjectNode login = (ObjectNode) mapper.readTree(body);
        String url = map.get(login.get("user_id").asString());
        login.put("base_cs_url", url);
        login.putObject("well_known").putObject("m.homeserver").put("base_url", url);
        return mapper.writeValueAsBytes(login);
    }

    /** With Jackson's parser, and its generator that copies what it reads. */
    @Benchmark
    public byte[] copy() {
        byte[] body = bodies[next()];
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 160);
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), body);
                JsonGenerator generator = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            String user = null;
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 1 && token == JsonToken.VALUE_STRING && "user_id".equals(parser.currentName())) {
                    user = parser.getString();
                }
                if (depth == 0) {
                    String url = map.get(user);
                    generator.writeStringProperty("base_cs_url", url);
                    generator.writeObjectPropertyStart("well_known");
                    generator.writeObjectPropertyStart("m.homeserver");
                    generator.writeStringProperty("base_url", url);
                    generator.writeEndObject();
                    generator.writeEndObject();
                }
                generator.copyCurrentEvent(parser);
            }
        }
        return out.toByteArray();
    }
}
