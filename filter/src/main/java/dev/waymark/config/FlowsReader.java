// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.config.PortalConfig.Flows;
import dev.waymark.config.PortalConfig.FlowsOfTarget;
import dev.waymark.config.PortalConfig.ListedFlows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code flows_from}: the name of a target, or a list of flows. A flow is an object with a string {@code type}, no two
 * with the same, and whatever else clients are to be told; those of single sign-on are not listed, since the portal adds them where
 * they work.
 */
final class FlowsReader {

    private static final Set<String> OF_SINGLE_SIGN_ON = Set.of("m.login.sso", "m.login.token", "m.login.cas");

    private static final String A_FLOW = "a flow: an object like {\"type\": \"m.login.password\"}";

    private final Problems problems;
    private final TargetNames targets;
    private final Values values;

    FlowsReader(Problems problems, TargetNames targets) {
        this.problems = problems;
        this.targets = targets;
        this.values = new Values(problems);
    }

    Flows read(@Nullable Node node) {
        if (node == null) {
            return ListedFlows.PASSWORD;
        }
        if (node instanceof Node.Text) {
            String target = targets.read(node);
            return target == null ? ListedFlows.PASSWORD : new FlowsOfTarget(target);
        }
        List<String> flows = new ArrayList<>();
        Set<String> types = new HashSet<>();
        for (Node item : values.items(node, "the name of a target, or a list of flows")) {
            flow(item, types);
            flows.add(NodeJson.of(item));
        }
        return new ListedFlows(flows);
    }

    private void flow(Node node, Set<String> types) {
        if (!(node instanceof Node.Struct struct)) {
            problems.expected(A_FLOW, node);
            return;
        }
        Node.Member member = struct.members().get("type");
        if (member == null) {
            problems.add(node, "the key \"type\" is missing; expected " + A_FLOW);
            return;
        }
        Node value = member.value();
        String type = values.text(value, "a login type");
        if (type == null) {
            return;
        }
        if (OF_SINGLE_SIGN_ON.contains(type)) {
            problems.add(
                    value,
                    "the flow " + Values.quoted((Node.Text) value) + " is added where \"sso\" says how it works;"
                            + " expected none of it in the list");
        } else if (!types.add(type)) {
            problems.add(value, Values.quoted((Node.Text) value) + " stands in the list twice");
        }
    }
}
