// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.RuleSource;
import dev.waymark.servlet.LoginRedirectFilter;
import dev.waymark.servlet.contract.Container.FilterAt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contract kit on one container: every scenario without the filter and with it. Its tests are run by
 * {@code ContainerContract} from outside of the container's class loader, to which only types of the JDK are known.
 */
public final class LoginContract {

    private static final Set<String> FALSE_OF_A_CHANGED_BODY =
            Set.of("etag", "content-md5", "digest", "content-digest", "repr-digest");

    /** A container with a longer body may have filled its buffer, and sent it, so that the ends of chunks move. */
    private static final int SMALLEST_BUFFER = 4096;

    private static final Pattern PADDING = Pattern.compile("x{100,}");

    /** Many scenarios are made to be warned of; what is logged is tested elsewhere. Held, since loggers are kept weakly. */
    private static final Logger LOG = Logger.getLogger("dev.waymark");

    static {
        LOG.setLevel(Level.OFF);
    }

    /** Comes before the name of a scenario that is run over HTTP/2. */
    static final String HTTP_2 = "HTTP/2: ";

    private final Container container;
    private final Client client;
    private final Comparison comparison = new Comparison();

    /** Logs in, and sends a second request. */
    @FunctionalInterface
    private interface Client {
        Conversation hold(int port, String request, @Nullable String probePath, Play play) throws Exception;
    }

    private LoginContract(Container container, Client client) {
        this.container = container;
        this.client = client;
    }

    /**
     * All tests, by their names. What a test returns, unless it is null, is what the container was found to do by itself.
     *
     * @param container the name of the class that starts it
     * @param exclusions names of scenarios whose answer is not the same on this container, with the reason; over HTTP/2
     *     where {@link #HTTP_2} stands in front
     * @param http2 asks over HTTP/2, as {@code Http2Client} describes it
     */
    public static Map<String, Callable<?>> tests(
            String container, Map<String, String> exclusions, Function<List<String>, List<List<String>>> http2)
            throws Exception {
        Container started = Class.forName(container)
                .asSubclass(Container.class)
                .getDeclaredConstructor()
                .newInstance();
        Map<String, Callable<?>> tests = new LinkedHashMap<>();
        List<Scenario> scenarios = scenarios().filter(Scenario::isPossible).toList();
        new LoginContract(started, Conversation::hold).addAll("", scenarios, exclusions.keySet(), tests);
        List<Scenario> again = scenarios.stream()
                .filter(scenario -> Http2Scenarios.NAMES.contains(scenario.toString()))
                .filter(scenario -> !exclusions.containsKey(scenario.toString()))
                .toList();
        new LoginContract(started, (port, request, probe, play) -> Http2Conversation.hold(http2, port, request, probe))
                .addAll(HTTP_2, again, exclusions.keySet(), tests);
        tests.put("exclusions and scenarios have their names", () -> {
            List<String> names = scenarios().map(Scenario::toString).toList();
            assertThat(names).doesNotHaveDuplicates().containsAll(Http2Scenarios.NAMES);
            assertThat(Stream.concat(names.stream(), again.stream().map(scenario -> HTTP_2 + scenario)))
                    .containsAll(exclusions.keySet());
            return null;
        });
        return tests;
    }

    private void addAll(
            String protocol, List<Scenario> scenarios, Set<String> excluded, Map<String, Callable<?>> tests) {
        for (Scenario scenario : scenarios) {
            String name = protocol + scenario;
            if (excluded.contains(name)) {
                tests.put("excluded, and differs: " + name, () -> differs(scenario));
            } else {
                if (!scenario.isInstructed()) {
                    tests.put("left by the rules: " + name, () -> comparison.compare(left(scenario)));
                }
                tests.put("directed by the rules: " + name, () -> comparison.compare(directed(scenario)));
            }
        }
    }

    private static Stream<Scenario> scenarios() {
        return Stream.of(
                        StreamScenarios.all(),
                        WriterScenarios.all(),
                        LengthScenarios.all(),
                        FlushScenarios.all(),
                        ResetScenarios.all(),
                        BodyScenarios.all(),
                        DispatchScenarios.all(),
                        AsyncScenarios.all(),
                        AsyncDispatchScenarios.all(),
                        NonBlockingScenarios.all(),
                        ChainScenarios.all(),
                        RequestScenarios.all(),
                        RequestReaderScenarios.all(),
                        RequestAsyncScenarios.all(),
                        RequestChainScenarios.all(),
                        PathScenarios.all(),
                        SendfileScenarios.all(),
                        ProxyScenarios.all(),
                        ErrorPageScenarios.all(),
                        CompressionScenarios.all(),
                        NewerMethodScenarios.all())
                .flatMap(List::stream);
    }

    /** An exclusion that is needed no longer is an error too. */
    private @Nullable Void differs(Scenario scenario) throws Exception {
        assertThat(comparison.differs(left(scenario)) || comparison.differs(directed(scenario)))
                .as("differs")
                .isTrue();
        return null;
    }

    private Comparison.Runs left(Scenario scenario) {
        return runs(scenario, scenario.leaving(), LoginContract::requireSame, LoginContract::requireSame);
    }

    private Comparison.Runs directed(Scenario scenario) {
        return runs(scenario, scenario.directing(), LoginContract::requireDirected, LoginContract::requireLike);
    }

    @FunctionalInterface
    private interface Judge {
        void judge(Scenario scenario, Performance without, Performance with) throws Exception;
    }

    private Comparison.Runs runs(Scenario scenario, String rules, Judge judge, Judge likeness) {
        return new Comparison.Runs(
                scenario.toString(),
                () -> perform(scenario, null),
                () -> perform(scenario, rules),
                (without, with) -> judge.judge(scenario, without, with),
                (without, with) -> likeness.judge(scenario, without, with));
    }

    /** Of a race: where the container breaks a login off, it does so whether something was injected or not. */
    private static void requireLike(Scenario scenario, Performance without, Performance with) throws Exception {
        Answer answer = with.conversation().login();
        if (scenario.outcome() == Scenario.Outcome.REWRITTEN
                && answer != null
                && answer.body().contains(injected(scenario))) {
            requireRewritten(scenario, without, with);
        } else {
            requireDirected(scenario, without, with);
        }
    }

    private static void requireDirected(Scenario scenario, Performance without, Performance with) throws Exception {
        if (scenario.isByRequest()) {
            Answer original = without.conversation().login();
            assertThat(original != null && original.isLogin(scenario.isGzip()))
                    .as("a login, without the filter")
                    .isTrue();
        }
        switch (scenario.outcome()) {
            case PASSED -> requireSame(scenario, without, with);
            case REWRITTEN -> {
                if (isPassed(scenario, without, with)) {
                    requireSame(scenario, without, with);
                } else {
                    requireRewritten(scenario, without, with);
                }
            }
            case REJECTED -> requireRejected(without, with);
        }
    }

    /** Whether the same homeserver gives no login response on this container; or one that the filter may let go of, and did. */
    private static boolean isPassed(Scenario scenario, Performance without, Performance with) throws Exception {
        Answer original = without.conversation().login();
        return original == null
                || !original.isLogin(scenario.isGzip())
                || (scenario.isPassable()
                        && with.conversation()
                                .raw()
                                .equals(without.conversation().raw()));
    }

    private Performance perform(Scenario scenario, @Nullable String rules) throws Exception {
        try (Play play = new Play()) {
            scenario.stage(play);
            List<FilterAt> filters = new ArrayList<>();
            for (int i = 0; rules != null && i < scenario.registrations(); i++) {
                filters.add(new FilterAt(new LoginRedirectFilter(RuleSource.text("rules", rules)), true));
            }
            Container.WebApp app = play.webApp(filters);
            Conversation conversation = Conversation.NONE;
            Exception failure = null;
            try (Container.Running running = container.start(app)) {
                String probePath = scenario.isShortened() ? null : app.contextPath() + "/probe";
                conversation = client.hold(running.port(), scenario.request(), probePath, play);
                play.finish();
            } catch (IOException | TimeoutException | ExecutionException | IllegalStateException e) {
                failure = e;
            }
            // Not before the container has stopped: listeners may hear of the end after the client does.
            return new Performance(conversation, play.diary(), failure);
        }
    }

    private static void requireSame(Scenario scenario, Performance without, Performance with) {
        assertThat(with.diary()).as("what the homeserver saw").isEqualTo(without.diary());
        if (scenario.isChunksVary()) {
            Answer original = without.conversation().login();
            Answer passed = with.conversation().login();
            assertThat(passed.headers()).as("headers").isEqualTo(original.headers());
            assertThat(readable(passed.body())).as("body").isEqualTo(readable(original.body()));
            requireSameProbe(without, with);
        } else {
            assertThat(readable(with.conversation().raw()))
                    .as("what came over the wire")
                    .isEqualTo(readable(without.conversation().raw()));
        }
    }

    /** The same text with its padding counted, for messages of a size that one can read. */
    private static String readable(String raw) {
        return PADDING.matcher(raw).replaceAll(run -> "x{" + run.group().length() + "}");
    }

    private static void requireRewritten(Scenario scenario, Performance without, Performance with) throws Exception {
        Answer original = without.conversation().login();
        Answer changed = with.conversation().login();
        assertThat(with.diary()).as("what the homeserver saw").isEqualTo(without.diary());
        assertThat(changed.status()).as("status").isEqualTo(original.status());
        assertThat(changed.headers()).as("headers").isEqualTo(expectedHeaders(original, changed));
        assertThat(changed.framing()).as("framing").isEqualTo(original.framing());
        assertThat(changed.trailers()).as("trailers").isEqualTo(original.trailers());
        assertThat(changed.whole()).as("whole").isEqualTo(original.whole());
        assertThat(changed.body()).as("body").isNotEqualTo(original.body());
        String injected = injected(scenario);
        if (scenario.isGzip()) {
            assertThat(changed.unzipped()).containsOnlyOnce(injected);
            assertThat(changed.unzipped().replace(injected, "")).isEqualTo(original.unzipped());
        } else {
            assertThat(changed.body()).as("body").containsOnlyOnce(injected);
            assertThat(changed.body().replace(injected, "")).as("body").isEqualTo(original.body());
        }
        if (scenario.isChunksShift() || original.body().length() > SMALLEST_BUFFER) {
            assertThat(changed.chunks().size())
                    .as("number of chunks")
                    .isBetween(original.chunks().size(), original.chunks().size() + 1);
        } else if (!scenario.isGzip() && !scenario.isChunksVary()) {
            assertThat(changed.chunks().stream()
                            .map(chunk -> chunk.replace(injected, ""))
                            .toList())
                    .as("chunks")
                    .isEqualTo(original.chunks());
        }
        requireSameProbe(without, with);
    }

    private static String injected(Scenario scenario) {
        return Answer.text(scenario.injected().getBytes(scenario.charset()));
    }

    private static void requireRejected(Performance without, Performance with) {
        Answer original = without.conversation().login();
        Answer rejection = with.conversation().login();
        assertThat(with.diary()).as("what the homeserver saw").isEqualTo(without.diary());
        assertThat(rejection.status()).singleElement().asString().contains(" 503");
        // Tomcat ends a connection after a 503.
        assertThat(rejection.headers())
                .as("headers")
                .filteredOn(header -> !header.equals("Connection: close"))
                .isEqualTo(expectedHeaders(original, rejection));
        assertThat(rejection.body()).contains("\"errcode\":\"M_UNKNOWN\"").doesNotContain("access_token", "@ada");
        assertThat(rejection.whole()).as("whole").isTrue();
        if (rejection.keepsConnection()) {
            requireSameProbe(without, with);
        }
    }

    /** The original's headers, less those that a changed body makes false, and with its own length. */
    private static List<String> expectedHeaders(Answer original, Answer changed) {
        return original.headers().stream()
                .filter(header -> !FALSE_OF_A_CHANGED_BODY.contains(name(header)))
                .map(header -> name(header).equals("content-length")
                        ? header.substring(0, header.indexOf(':')) + ": "
                                + changed.body().length()
                        : header)
                .toList();
    }

    private static String name(String header) {
        return header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    /** Behind the login's answer came the same: the answer to the second request. */
    private static void requireSameProbe(Performance without, Performance with) {
        assertThat(with.conversation().probe())
                .as("what came behind it")
                .isEqualTo(without.conversation().probe());
    }
}
