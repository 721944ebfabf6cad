// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A homeserver that answers in a certain way, and what the filter is to make of it where the rules direct the user
 * elsewhere. Immutable; each run stages it anew.
 */
final class Scenario {

    /** What becomes of the answer. */
    enum Outcome {
        /** It is the same to the last byte. */
        PASSED,
        /** It is the same but for the injected fields, and the headers that these make false. */
        REWRITTEN,
        /** The client is refused in the homeserver's place. */
        REJECTED
    }

    static final String LOGIN_PATH = "/_matrix/client/v3/login";

    /** What homeservers of the scenarios answer, where they have no reason for something else. */
    static final String LOGIN =
            "{\"user_id\":\"@ada:ac.example\",\"access_token\":\"syt_secret\",\"device_id\":\"ABC\"}";

    /** What clients of the scenarios send, where they have no reason for something else. */
    static final String REQUEST = "{\"type\":\"m.login.password\"}";

    /** The same where the request is what decides, and the rules by which it does. */
    static final String FULL_REQUEST = "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":"
            + "\"ada\"},\"password\":\"secret\"}";

    private static final String BY_REQUEST =
            "[{\"login_type\": \"m.login.password\", \"identifier\": \"ada\", \"target\": \"hist\"}]";

    /** Which look at the request too, so that what copies it is there. */
    private static final String BY_ANOTHER_REQUEST = "[{\"identifier\": \"nobody\", \"target\": \"hist\"}]";

    static final String BASE_URL = "https://hist.example";

    private final String name;
    private final Outcome outcome;
    private final Consumer<Play> stage;
    private String path = LOGIN_PATH;
    private String method = "POST";
    private String version = "HTTP/1.1";
    private String headers = "";
    private String options = "";
    private String rules = "[{\"target\": \"hist\"}]";
    private String leavingRules = "[{\"leave\": true}]";
    private String body = REQUEST;
    private int chunkSize;
    private String contentType = "application/json";
    private String baseUrl = BASE_URL;
    private Charset charset = StandardCharsets.UTF_8;
    private boolean gzip;
    private boolean chunksShift;
    private boolean chunksVary;
    private int registrations = 1;
    private boolean instructed;
    private boolean byRequest;
    private boolean passable;
    private boolean shortened;
    private Class<?> neededType = HttpServletResponse.class;
    private @Nullable String needed;
    private Class<?>[] neededParameters = {};

    private Scenario(String name, Outcome outcome, Consumer<Play> stage) {
        this.name = name;
        this.outcome = outcome;
        this.stage = stage;
    }

    static Scenario rewritten(String name, Action login) {
        return rewrittenPlay(name, play -> play.login(login));
    }

    static Scenario rewrittenPlay(String name, Consumer<Play> stage) {
        return new Scenario(name, Outcome.REWRITTEN, stage);
    }

    static Scenario passed(String name, Action login) {
        return passedPlay(name, play -> play.login(login));
    }

    static Scenario passedPlay(String name, Consumer<Play> stage) {
        return new Scenario(name, Outcome.PASSED, stage);
    }

    static Scenario rejected(String name, Action login) {
        return new Scenario(name, Outcome.REJECTED, play -> play.login(login));
    }

    /** The request's path, context path and all. */
    Scenario path(String value) {
        path = value;
        return this;
    }

    Scenario method(String value) {
        method = value;
        return this;
    }

    Scenario version(String value) {
        version = value;
        return this;
    }

    /** A header line of the request. */
    Scenario header(String line) {
        headers += line + "\r\n";
        return this;
    }

    /** Further members of the rules file, each followed by a comma. */
    Scenario options(String json) {
        options = json;
        return this;
    }

    /** The rules that direct users, in place of one that sends all to {@link #BASE_URL}. */
    Scenario rules(String json) {
        rules = json;
        return this;
    }

    /** The rules decide by what the homeserver reads of the request: directed only where all of it is known. */
    Scenario byRequest() {
        byRequest = true;
        rules = BY_REQUEST;
        leavingRules = BY_ANOTHER_REQUEST;
        body = FULL_REQUEST;
        return this;
    }

    /** The request's body. */
    Scenario body(byte[] bytes) {
        body = Answer.text(bytes);
        return this;
    }

    Scenario contentType(String value) {
        contentType = value;
        return this;
    }

    /** The request's body is sent in chunks of that size. */
    Scenario chunked(int size) {
        chunkSize = size;
        return this;
    }

    /** The base URL that is injected, where it is not {@link #BASE_URL}. */
    Scenario injects(String url) {
        baseUrl = url;
        return this;
    }

    /** The charset of the body. */
    Scenario charset(Charset value) {
        charset = value;
        return this;
    }

    /** The body is compressed, so that a changed one has nothing in common with the original. */
    Scenario gzip() {
        gzip = true;
        return this;
    }

    /** The container fills its buffer and sends it, so that the ends of chunks move by what is injected. */
    Scenario chunksShift() {
        chunksShift = true;
        return this;
    }

    /** Where the chunks end is up to the network. */
    Scenario chunksVary() {
        chunksVary = true;
        return this;
    }

    /** How often the filter is registered. */
    Scenario registrations(int number) {
        registrations = number;
        return this;
    }

    /** The homeserver itself names the target, which the rules cannot overrule. */
    Scenario instructed() {
        instructed = true;
        return this;
    }

    /** On some containers the homeserver's next call makes the filter let go of what it holds. */
    Scenario orPassed() {
        passable = true;
        return this;
    }

    /**
     * The response is shorter than it says, and Tomcat waits for the client to notice: the client sends nothing more, so that
     * the connection comes to its end.
     */
    Scenario shortened() {
        shortened = true;
        return this;
    }

    /** The homeserver calls a method of the response that not all versions of the Servlet API have. */
    Scenario needs(String method, Class<?>... parameters) {
        return needs(HttpServletResponse.class, method, parameters);
    }

    /** The same for a method of another type. */
    Scenario needs(Class<?> type, String method, Class<?>... parameters) {
        neededType = type;
        needed = method;
        neededParameters = parameters;
        return this;
    }

    /** Whether the container's version of the Servlet API has all that the homeserver calls. */
    boolean isPossible() {
        return needed == null
                || Stream.of(neededType.getMethods())
                        .anyMatch(method -> method.getName().equals(needed)
                                && Arrays.equals(method.getParameterTypes(), neededParameters));
    }

    void stage(Play play) {
        stage.accept(play);
    }

    boolean isInstructed() {
        return instructed;
    }

    /** Whether the homeserver must log in the user on every container, for the rules to show what they know. */
    boolean isByRequest() {
        return byRequest;
    }

    Outcome outcome() {
        return outcome;
    }

    boolean isPassable() {
        return passable;
    }

    boolean isShortened() {
        return shortened;
    }

    int registrations() {
        return registrations;
    }

    Charset charset() {
        return charset;
    }

    boolean isGzip() {
        return gzip;
    }

    boolean isChunksShift() {
        return chunksShift;
    }

    boolean isChunksVary() {
        return chunksVary;
    }

    String directing() {
        return rulesFile(rules);
    }

    String leaving() {
        return rulesFile(leavingRules);
    }

    private String rulesFile(String list) {
        return "{" + options + "\"targets\": {\"hist\": {\"base_cs_url\": \"" + BASE_URL + "\"}}, \"rules\": " + list
                + "}";
    }

    /** What is put in front of the first member. */
    String injected() {
        return "\"base_cs_url\":\"" + baseUrl + "\",\"well_known\":{\"m.homeserver\":{\"base_url\":\"" + baseUrl
                + "\"}},";
    }

    String request() {
        return method + " " + path + " " + version + "\r\nHost: homeserver\r\n"
                + (version.endsWith("1.0") ? "Connection: keep-alive\r\n" : "") + headers
                + "Content-Type: " + contentType + "\r\n"
                + (chunkSize > 0
                        ? "Transfer-Encoding: chunked\r\n\r\n" + chunks()
                        : "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String chunks() {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < body.length(); at += chunkSize) {
            String chunk = body.substring(at, Math.min(at + chunkSize, body.length()));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
