// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.config.PortalConfig.Admin;
import dev.waymark.config.PortalConfig.Listen;
import dev.waymark.config.PortalConfig.Tls;
import dev.waymark.rule.AddressRange;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of the addresses that a portal listens at:
 *
 * <pre>
 * listen  host             a host name or an IP address    default: "0.0.0.0"
 *         port             0 to 65535, 0 for any free one  default: 8448 with tls, 8008 without
 *         tls              object: certificate and key, paths of PEM files that can be read
 *         max_connections  1 to 1,000,000                  default: 10,000
 * admin   host             default: "127.0.0.1"
 *         port             must be there
 * </pre>
 */
final class ListenReader {

    static final String ANY_HOST = "0.0.0.0";
    static final int PORT_IN_CLEAR = 8008;
    static final int PORT_WITH_TLS = 8448;
    private static final String ADMIN_HOST = "127.0.0.1";

    private static final int LARGEST_PORT = 65_535;
    private static final int LARGEST_MAX_CONNECTIONS = 1_000_000;

    /** A name of DNS, or of a container; the last label is not all digits, so that it is no broken address. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*"
                    + "(?![0-9]+$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");

    private static final String A_HOST = "a host name or an IP address, without port";

    private final Problems problems;
    private final Path folder;
    private final Values values;
    private final Scalars scalars;

    /** @param folder what paths are relative to */
    ListenReader(Problems problems, Path folder) {
        this.problems = problems;
        this.folder = folder;
        this.values = new Values(problems);
        this.scalars = new Scalars(problems);
    }

    Listen listen(@Nullable Node node) {
        Map<String, Node> members = node == null
                ? null
                : values.struct(
                        node,
                        "an object like {\"host\": \"0.0.0.0\", \"port\": 8448}",
                        Set.of("host", "port", "tls", "max_connections"));
        if (members == null) {
            return new Listen(ANY_HOST, PORT_IN_CLEAR, null, Listen.DEFAULT_MAX_CONNECTIONS);
        }
        int port = members.containsKey("tls") ? PORT_WITH_TLS : PORT_IN_CLEAR;
        return new Listen(
                host(members.get("host"), ANY_HOST),
                port(members.get("port"), port),
                tls(members.get("tls")),
                maxConnections(members.get("max_connections")));
    }

    @Nullable
    Admin admin(@Nullable Node node) {
        Map<String, Node> members =
                node == null ? null : values.struct(node, "an object like {\"port\": 9090}", Set.of("host", "port"));
        if (node == null || members == null) {
            return null;
        }
        Node port = values.required(node, members, "port", "the port of health and metrics");
        return new Admin(host(members.get("host"), ADMIN_HOST), port(port, 0));
    }

    private String host(@Nullable Node node, String otherwise) {
        String host = node == null ? null : values.text(node, A_HOST);
        if (node == null || host == null) {
            return otherwise;
        }
        // As in URLs; without them it is an address for everybody.
        boolean inBrackets = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0;
        String bare = inBrackets ? host.substring(1, host.length() - 1) : host;
        if (!isAddress(bare) && (inBrackets || !NAME.matcher(bare).matches())) {
            problems.add(node, "expected " + A_HOST + ", found " + Values.quoted((Node.Text) node));
            return otherwise;
        }
        return bare;
    }

    private static boolean isAddress(String text) {
        try {
            return text.indexOf('/') < 0 && AddressRange.parse(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private int port(@Nullable Node node, int otherwise) {
        Long port = node == null ? null : scalars.number(node, "a port", 0, LARGEST_PORT);
        return port == null ? otherwise : Math.toIntExact(port);
    }

    private int maxConnections(@Nullable Node node) {
        Long number = node == null ? null : scalars.number(node, "a number of connections", 1, LARGEST_MAX_CONNECTIONS);
        return number == null ? Listen.DEFAULT_MAX_CONNECTIONS : Math.toIntExact(number);
    }

    private @Nullable Tls tls(@Nullable Node node) {
        Map<String, Node> members = node == null
                ? null
                : values.struct(
                        node,
                        "an object like {\"certificate\": \"portal.crt\", \"key\": \"portal.key\"}",
                        Set.of("certificate", "key"));
        if (node == null || members == null) {
            return null;
        }
        Path certificate = file(
                values.required(node, members, "certificate", "a PEM file of certificates"),
                "a PEM file of certificates");
        Path key = file(
                values.required(node, members, "key", "a PEM file of a private key"), "a PEM file of a private key");
        return certificate == null || key == null ? null : new Tls(certificate, key);
    }

    /** A file that is there and can be read. What is in it is the portal's affair: whoever checks may not look at a key. */
    private @Nullable Path file(@Nullable Node node, String expected) {
        String text = node == null ? null : values.text(node, expected);
        if (node == null || text == null) {
            return null;
        }
        Path path;
        try {
            path = folder.resolve(text);
        } catch (InvalidPathException e) {
            problems.add(node, "not a path; expected " + expected);
            return null;
        }
        String wrong = !Files.exists(path)
                ? "there is no such file"
                : !Files.isRegularFile(path)
                        ? "it is not a regular file"
                        : !Files.isReadable(path) ? "access is denied" : null;
        if (wrong != null) {
            problems.add(
                    node,
                    "the file " + Values.quoted((Node.Text) node) + " cannot be read: " + wrong + "; expected "
                            + expected);
        }
        return path;
    }
}
