// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.config.PortalConfig.RedirectUrl;
import dev.waymark.config.PortalConfig.Secret;
import dev.waymark.config.PortalConfig.SingleSignOn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code sso}:
 *
 * <pre>
 * key                 a string of at least 32 characters, or a list of such
 * token_lifetime      10s to 10m                            default: 2m
 * login_lifetime      1m to 2h                              default: 30m
 * redirect_urls       list of URLs, see {@link RedirectUrlReader}; at least one
 * targets             object: the name of a target to what users read; at least one
 * identity_providers  list, see {@link IdentityProvidersReader}
 * rules               list, see {@link SsoRulesReader}
 * </pre>
 */
final class SingleSignOnReader {

    /** In characters: 128 bits even where each is a hexadecimal digit. */
    private static final int LEAST_KEY = 32;

    private static final String A_KEY = "a string of at least " + LEAST_KEY + " characters";
    private static final String TARGETS = "an object: the name of a target to what users read";

    private static final Set<String> KEYS = Set.of(
            "key", "token_lifetime", "login_lifetime", "redirect_urls", "targets", "identity_providers", "rules");

    private final Problems problems;
    private final TargetNames known;
    private final Values values;

    /** @param known the targets of the rules */
    SingleSignOnReader(Problems problems, TargetNames known) {
        this.problems = problems;
        this.known = known;
        this.values = new Values(problems);
    }

    @Nullable
    SingleSignOn read(@Nullable Node node) {
        Map<String, Node> members = node == null
                ? null
                : values.struct(
                        node, "an object like {\"key\": ..., \"redirect_urls\": [...], \"targets\": {...}}", KEYS);
        if (node == null || members == null) {
            return null;
        }
        TimesReader times = new TimesReader(problems);
        Map<String, String> targets = targets(values.required(node, members, "targets", TARGETS));
        TargetNames ofSignOn =
                new TargetNames(problems, members.containsKey("targets") ? targets.keySet() : null, "in \"sso\"");
        return new SingleSignOn(
                keys(values.required(node, members, "key", A_KEY + ", or a list of such")),
                times.time(
                        members.get("token_lifetime"),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10),
                        SingleSignOn.DEFAULT_TOKEN_LIFETIME),
                times.time(
                        members.get("login_lifetime"),
                        Duration.ofMinutes(1),
                        Duration.ofHours(2),
                        SingleSignOn.DEFAULT_LOGIN_LIFETIME),
                redirectUrls(values.required(node, members, "redirect_urls", "a list of URLs")),
                targets,
                new IdentityProvidersReader(problems, ofSignOn).read(members.get("identity_providers")),
                new SsoRulesReader(problems, ofSignOn).read(members.get("rules")));
    }

    private List<Secret> keys(@Nullable Node node) {
        if (node instanceof Node.Array list) {
            if (list.items().isEmpty()) {
                problems.add(node, "an empty list; expected at least one key");
            }
            Set<Secret> keys = new LinkedHashSet<>();
            for (Node item : list.items()) {
                Secret key = key(item, A_KEY);
                if (key != null && !keys.add(key)) {
                    problems.add(item, "the same key stands in the list twice");
                }
            }
            return List.copyOf(keys);
        }
        Secret key = node == null ? null : key(node, A_KEY + ", or a list of such");
        return key == null ? List.of() : List.of(key);
    }

    /** Nothing of it in a message, written out in the file though it may be. */
    private @Nullable Secret key(Node node, String expected) {
        String text = values.text(node, expected);
        if (text == null) {
            return null;
        }
        int length = text.codePointCount(0, text.length());
        if (length < LEAST_KEY) {
            problems.add(node, "expected " + expected + ", found one of " + length);
            return null;
        }
        return new Secret(text);
    }

    private List<RedirectUrl> redirectUrls(@Nullable Node node) {
        List<RedirectUrl> urls = new ArrayList<>();
        if (node instanceof Node.Array list && list.items().isEmpty()) {
            problems.add(node, "an empty list; expected at least one URL, like \"https://app.element.io/*\"");
        }
        for (Node item : values.items(node, "a list of URLs")) {
            RedirectUrl url = redirectUrl(item);
            if (url != null && urls.contains(url)) {
                problems.add(item, Values.quoted((Node.Text) item) + " stands in the list twice");
            } else if (url != null) {
                urls.add(url);
            }
        }
        return urls;
    }

    private @Nullable RedirectUrl redirectUrl(Node node) {
        String text = values.text(node, "a URL, like \"https://app.element.io/*\"");
        try {
            return text == null ? null : RedirectUrlReader.read(text);
        } catch (IllegalArgumentException e) {
            problems.add(node, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Map<String, String> targets(@Nullable Node node) {
        Map<String, String> targets = new LinkedHashMap<>();
        if (node != null && !(node instanceof Node.Struct)) {
            problems.expected(TARGETS, node);
        }
        if (!(node instanceof Node.Struct struct)) {
            return targets;
        }
        if (struct.members().isEmpty()) {
            problems.add(node, "an empty object; expected at least one target");
        }
        Map<String, String> shown = new HashMap<>();
        struct.members().forEach((name, member) -> {
            known.isKnown(name, name, member.namePlace());
            String text = new PlainTexts(problems).read(member.value(), "what users read, like \"Engineering\"");
            if (text != null) {
                String other = shown.putIfAbsent(text, name);
                if (other != null) {
                    problems.add(
                            member.value(),
                            "users read the same for the target " + Values.quoted(other) + "; expected another text");
                }
            }
            targets.put(name, text == null ? name : text);
        });
        return targets;
    }
}
