// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Decision;
import dev.waymark.rule.DecisionException;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import java.util.IdentityHashMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response, decides where its user belongs, and says how it is changed. It does not change it: who has the
 * response knows how to write it. Immutable, and safe for use by many threads.
 */
public final class LoginRewriter {

    private final Rules rules;
    private final Injection injection;
    /**
     * By identity: the JDK would keep hold of the class loader of a record's components once it has hashed them
     * ({@code MethodHandle.asType} caches its last type, and {@code java.lang.runtime.ObjectMethods} its handles).
     */
    private final IdentityHashMap<Target, InjectedFields> prepared = new IdentityHashMap<>();

    public LoginRewriter(Rules rules, Injection injection) {
        this.rules = rules;
        this.injection = injection;
        for (Target target : rules.targets().values()) {
            prepared.put(target, new InjectedFields(target, injection));
        }
    }

    /**
     * What to change in a response body of UTF-8 bytes.
     *
     * @param body holds the body in its first {@code length} bytes
     * @param instruction what the homeserver's code said
     * @param request adds what else is known of the login: {@link Rules#facts()} and headers. Asked only where the rules
     *     decide; what the response says goes before it
     * @return null where the body stays as it is: no login response, no rule for it, or nothing to add
     * @throws DecisionException where it should be changed, and how cannot be decided
     */
    public @Nullable Splice rewrite(
            byte[] body, int length, Instruction instruction, Consumer<? super Login.Builder> request) {
        return rewrite(LoginResponse.read(body, length), instruction, request);
    }

    /** The same for a body of characters. */
    public @Nullable Splice rewrite(
            char[] body, int length, Instruction instruction, Consumer<? super Login.Builder> request) {
        return rewrite(LoginResponse.read(body, length), instruction, request);
    }

    private @Nullable Splice rewrite(
            @Nullable LoginResponse response, Instruction instruction, Consumer<? super Login.Builder> request) {
        if (response == null) {
            return null;
        }
        Target target = instructed(instruction);
        if (target == null) {
            Decision decision = rules.decide(login(response, request));
            target = decision.target();
        }
        return target == null ? null : fields(target).into(response);
    }

    /**
     * The device is that of the response or none: a homeserver that names none has not taken the one that the client
     * asked for.
     */
    private static Login login(LoginResponse response, Consumer<? super Login.Builder> request) {
        Login.Builder login = Login.builder();
        request.accept(login);
        return login.userId(response.userId())
                .with(Fact.DEVICE_ID, response.deviceId())
                .build();
    }

    private @Nullable Target instructed(Instruction instruction) {
        Object name = instruction.target();
        Object url = instruction.baseCsUrl();
        if (name == null && url == null) {
            return null;
        }
        if (name != null && url != null) {
            throw new DecisionException("the request attributes " + Instruction.TARGET_ATTRIBUTE + " and "
                    + Instruction.BASE_CS_URL_ATTRIBUTE + " are both set; expected one of them");
        }
        return name != null ? named(name) : new Target(null, url(url), null);
    }

    private Target named(Object name) {
        Target target = name instanceof String text ? rules.target(text) : null;
        if (target == null) {
            String known = String.join(", ", new TreeSet<>(rules.targets().keySet()));
            throw new DecisionException("the request attribute " + Instruction.TARGET_ATTRIBUTE
                    + " does not name a target of the rules file; "
                    + (known.isEmpty() ? "and there are no targets" : "expected one of " + known));
        }
        return target;
    }

    private static BaseUrl url(@Nullable Object url) {
        if (!(url instanceof String text)) {
            throw new DecisionException(
                    "the request attribute " + Instruction.BASE_CS_URL_ATTRIBUTE + " is not a java.lang.String");
        }
        try {
            return BaseUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new DecisionException(
                    "the request attribute " + Instruction.BASE_CS_URL_ATTRIBUTE + " is " + e.getMessage());
        }
    }

    private InjectedFields fields(Target target) {
        InjectedFields fields = prepared.get(target);
        return fields != null ? fields : new InjectedFields(target, injection);
    }
}
