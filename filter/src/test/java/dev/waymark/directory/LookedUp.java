// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.Problem;
import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rules file with one directory, and the targets east and west, as a filter uses it. */
final class LookedUp implements AutoCloseable {

    private final RulesFile file;

    private LookedUp(RulesFile file) {
        this.file = file;
    }

    private static RuleSource source(String settings) {
        String rules = """
                {'targets': {'east': {'base_cs_url': 'https://east.example'}, 'west': {'base_cs_url': 'https://west.example'}},
                'directories': {'users': {'cache': false, %s}},
                'rules': [{'lookup': 'users'}]}""".formatted(settings);
        return RuleSource.text("rules.json", rules.replace('\'', '"'));
    }

    /** Opens the directory; its settings are the inside of a JSON object, with ' for ". */
    static LookedUp in(String settings) throws IOException {
        try {
            return new LookedUp(RulesFile.load(source(settings)));
        } catch (InvalidRulesException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** What is wrong with the settings: the messages. */
    static List<String> problems(String settings) throws IOException {
        try {
            RulesFile.load(source(settings)).close();
            return List.of();
        } catch (InvalidRulesException e) {
            return e.problems().stream().map(Problem::message).toList();
        }
    }

    /** The target's name or the base URL that the directory answers; null where the user is not found. */
    @Nullable
    String find(Login login) {
        Target target = file.directories().get(0).find(login);
        return target == null ? null : target.name() == null ? target.baseUrl().toString() : target.name();
    }

    @Nullable
    String find(String userId) {
        return find(Login.of(userId));
    }

    @Nullable
    String findAddress(String address) {
        return find(address(address));
    }

    /** A login of which nothing but an address is known. */
    static Login address(String address) {
        return Login.builder().with(Fact.ADDRESS, address).build();
    }

    /** The message with which a look-up fails. */
    String failure(Login login) {
        try {
            throw new AssertionError("found " + find(login));
        } catch (DecisionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
