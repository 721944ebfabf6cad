// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.config.PortalConfig.IdentityProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code sso.identity_providers}, a list of objects:
 *
 * <pre>
 * id         one to 255 of A-Z a-z 0-9 . _ ~ -, unique; must be there
 * name       what users read; must be there
 * icon       an mxc:// URL
 * brand      a small letter, then up to 254 of a-z 0-9 . _ -
 * target     one of sso.targets; must be there
 * target_id  as id
 * </pre>
 */
final class IdentityProvidersReader {

    private static final Set<String> KEYS = Set.of("id", "name", "icon", "brand", "target", "target_id");

    /** Matrix specification, appendices, "Opaque Identifiers"; as a step of a path, it must not lead up. */
    private static final Form ID = new Form(
            "one to 255 of A-Z, a-z, 0-9 and ._~-, and not . or ..",
            Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]{1,255}"));

    /** Appendices, "Common Namespaced Identifier Grammar". */
    private static final Form BRAND =
            new Form("a small letter, then up to 254 of a-z, 0-9 and ._-", Pattern.compile("[a-z][a-z0-9._-]{0,254}"));

    /** Client-server API, "Matrix Content (mxc://) URIs". */
    private static final Form ICON = new Form(
            "a URL like \"mxc://ac.cdl/abc123\"",
            Pattern.compile(
                    "mxc://(?:[0-9A-Za-z.-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?/[A-Za-z0-9_-]{1,255}"));

    private final Problems problems;
    private final TargetNames targets;
    private final Values values;

    /** @param targets those of single sign-on */
    IdentityProvidersReader(Problems problems, TargetNames targets) {
        this.problems = problems;
        this.targets = targets;
        this.values = new Values(problems);
    }

    private record Form(String expected, Pattern pattern) {}

    List<IdentityProvider> read(@Nullable Node node) {
        List<IdentityProvider> providers = new ArrayList<>();
        Map<String, Node> ids = new HashMap<>();
        for (Node item : values.items(node, "a list of identity providers")) {
            IdentityProvider provider = provider(item, ids);
            if (provider != null) {
                providers.add(provider);
            }
        }
        return providers;
    }

    private @Nullable IdentityProvider provider(Node node, Map<String, Node> ids) {
        Map<String, Node> members = values.struct(
                node, "an identity provider: an object like {\"id\": ..., \"name\": ..., \"target\": ...}", KEYS);
        if (members == null) {
            return null;
        }
        Node idNode = values.required(node, members, "id", ID.expected());
        Node nameNode = values.required(node, members, "name", "what users read");
        Node targetNode = values.required(node, members, "target", "the name of a target of \"sso\"");
        String id = text(idNode, ID);
        if (id != null && idNode != null) {
            Node earlier = ids.putIfAbsent(id, idNode);
            if (earlier != null) {
                problems.add(
                        idNode,
                        "an identity provider in line " + earlier.place().line() + " has the id "
                                + Values.quoted((Node.Text) idNode) + " already; expected another");
            }
        }
        String name = nameNode == null ? null : new PlainTexts(problems).read(nameNode, "what users read");
        String icon = text(members.get("icon"), ICON);
        String brand = text(members.get("brand"), BRAND);
        String target = targetNode == null ? null : targets.read(targetNode);
        String targetId = text(members.get("target_id"), ID);
        return id == null || name == null || target == null
                ? null
                : new IdentityProvider(id, name, icon, brand, target, targetId);
    }

    private @Nullable String text(@Nullable Node node, Form form) {
        String text = node == null ? null : values.text(node, form.expected());
        if (node == null || text == null) {
            return null;
        }
        if (!form.pattern().matcher(text).matches()) {
            problems.add(node, "expected " + form.expected() + ", found " + Values.quoted((Node.Text) node));
            return null;
        }
        return text;
    }
}
