// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.config.RulesFile;
import dev.waymark.rule.Decision;
import dev.waymark.rule.Explanation;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code explain}: which rule decides one login, and why. */
@Command(
        name = "explain",
        description = {
            "Tells which rule decides a login, why the earlier ones do not, and what would be injected.",
            "Directories are really asked."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "RULES", description = RulesArgument.DESCRIPTION)
    private String rules = "";

    @Parameters(index = "1", paramLabel = "USER_ID", description = "Who logs in: @localpart:server_name.")
    private String userId = "";

    @Option(names = "--type", paramLabel = "T", description = "The login type, m.login.password for instance.")
    private @Nullable String type;

    @Option(names = "--ip", paramLabel = "A", description = "The client's IP address.")
    private @Nullable String ip;

    @Option(names = "--header", paramLabel = "N=V", description = "A header of the request; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--identifier", paramLabel = "I", description = "What the user typed.")
    private @Nullable String identifier;

    @Option(names = "--medium", paramLabel = "M", description = "The medium of a third-party login: email or msisdn.")
    private @Nullable String medium;

    @Option(names = "--address", paramLabel = "A", description = "The address of a third-party login.")
    private @Nullable String address;

    @Option(names = "--device-id", paramLabel = "D", description = "The device ID.")
    private @Nullable String deviceId;

    @Option(names = "--host", paramLabel = "H", description = "The host that the client asked.")
    private @Nullable String host;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnusableException {
        Login login = login();
        try (RulesFile file = RulesArgument.load(rules, terminal)) {
            Explanation explanation = file.rules().explain(login);
            Decision decision = explanation.decision();
            Target target = decision == null ? null : decision.target();
            String inject = target == null ? "{}" : file.injection().json(target);
            if (json) {
                Json.print(terminal.out(), object -> print(object, explanation, target, inject));
            } else {
                print(explanation, decision, target, inject);
            }
            return explanation.failure() == null ? Main.GOOD : Main.PROBLEMS;
        }
    }

    private Login login() throws UnusableException {
        Map<String, List<String>> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headers) {
            int equals = header.indexOf('=');
            if (equals < 1) {
                throw UnusableException.usage("--header " + header + ": expected NAME=VALUE");
            }
            named.computeIfAbsent(header.substring(0, equals), name -> new ArrayList<>())
                    .add(header.substring(equals + 1));
        }
        Facts facts = new Facts()
                .with(Fact.USER_ID, userId)
                .with(Fact.LOGIN_TYPE, type)
                .with(Fact.CLIENT_IP, ip)
                .with(Fact.IDENTIFIER, identifier)
                .with(Fact.MEDIUM, medium)
                .with(Fact.ADDRESS, address)
                .with(Fact.DEVICE_ID, deviceId)
                .with(Fact.HOST, host);
        String problem = facts.problem();
        if (problem != null) {
            throw UnusableException.usage(problem);
        }
        Login.Builder login = Login.builder().headers(name -> named.getOrDefault(name, List.of()));
        facts.addTo(login);
        return login.build();
    }

    private void print(Explanation explanation, @Nullable Decision decision, @Nullable Target target, String inject) {
        PrintWriter out = terminal.out();
        int width = explanation.rules().stream()
                .mapToInt(step -> step.name().length())
                .max()
                .orElse(0);
        for (Explanation.OfRule step : explanation.rules()) {
            String mark = step.matched() ? terminal.green("yes") : terminal.faint("no ");
            out.println(mark + "  " + terminal.bold(padded(step.name(), width)) + "  " + step.why());
        }
        if (!explanation.rules().isEmpty()) {
            out.println();
        }
        if (decision == null) {
            out.println(terminal.red("cannot be decided: ") + explanation.failure());
        } else if (decision.rule() == null) {
            out.println("No rule matches: the response is left alone.");
        } else if (target == null) {
            out.println("Rule \"" + decision.rule() + "\" decides (leave): the response is left alone.");
        } else {
            out.println("Rule \"" + decision.rule() + "\" decides ("
                    + decision.kind().key() + "): "
                    + (target.name() == null ? "" : terminal.bold(target.name()) + " at ") + target.baseUrl());
            out.println("Injected: " + inject);
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static void print(JsonGenerator object, Explanation explanation, @Nullable Target target, String inject) {
        Decision decision = explanation.decision();
        object.writeStringProperty("rule", decision == null ? matched(explanation) : decision.rule());
        object.writeStringProperty("outcome", (decision == null ? Decision.Kind.NONE : decision.kind()).key());
        object.writeStringProperty("target", target == null ? null : target.name());
        object.writeName("inject");
        object.writeRawValue(inject);
        if (explanation.failure() != null) {
            object.writeStringProperty("failure", explanation.failure());
        }
        object.writeArrayPropertyStart("rules");
        for (Explanation.OfRule step : explanation.rules()) {
            object.writeStartObject();
            object.writeStringProperty("name", step.name());
            object.writeBooleanProperty("matched", step.matched());
            object.writeStringProperty("why", step.why());
            object.writeEndObject();
        }
        object.writeEndArray();
    }

    /** The rule that failed. */
    private static @Nullable String matched(Explanation explanation) {
        return explanation.rules().stream()
                .filter(Explanation.OfRule::matched)
                .map(Explanation.OfRule::name)
                .findFirst()
                .orElse(null);
    }
}
