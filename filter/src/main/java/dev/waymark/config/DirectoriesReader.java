// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.AllowedAnswers;
import dev.waymark.directory.Limits;
import dev.waymark.directory.ManagedDirectory;
import dev.waymark.rule.Target;
import dev.waymark.rule.TextPattern;
import dev.waymark.spi.Directory;
import dev.waymark.spi.DirectoryProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code directories}, an object: name to an object with these keys, and those of the type's own.
 *
 * <pre>
 * type            csv, jdbc, ldap, http, or one of a provider on the class path; must be there
 * timeout         a time, 10ms to 1m                    default: "2s"
 * cache           {size: 1 to 10,000,000, ttl: 1s to 30d, negative_ttl: 0s to 30d}, or false
 *                                                       default: {size: 10000, ttl: "10m", negative_ttl: "1m"}
 * on_error        "fail" or "next"                      default: "fail"
 * allowed_hosts   a host or a glob, or a list of them   default: any
 * max_concurrent  look-ups at once, 1 to 1024           default: 32
 * </pre>
 */
final class DirectoriesReader {

    /** The keys that any type has. */
    static final List<String> KEYS = List.of("type", "timeout", "cache", "on_error", "allowed_hosts", "max_concurrent");

    private static final Set<String> CACHE_KEYS = Set.of("size", "ttl", "negative_ttl");
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(10);
    private static final Duration LARGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration LEAST_TTL = Duration.ofSeconds(1);
    private static final Duration LARGEST_TTL = Duration.ofDays(30);
    private static final long LARGEST_SIZE = 10_000_000;
    private static final long LARGEST_CONCURRENT = 1024;

    /** A DNS name, an IPv4 address, or an IPv6 address in brackets, with * and ? anywhere. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9*?._-]+|\\[[A-Fa-f0-9:.*?]+]");

    private final Problems problems;
    private final Values values;
    private final Scalars scalars;
    private final Path folder;
    private final Set<String> names;
    private final Map<String, Target> targets;
    private final OpenedDirectories opened;
    private final Supplier<Providers<DirectoryProvider>> providers;

    /**
     * @param folder what paths are relative to
     * @param names of the targets, those with problems among them, so that what names them has none of its own
     * @param targets those that are sound
     * @param opened takes what is opened, and gives what is open already
     */
    DirectoriesReader(
            Problems problems, Path folder, Set<String> names, Map<String, Target> targets, OpenedDirectories opened) {
        this.problems = problems;
        this.values = new Values(problems);
        this.scalars = new Scalars(problems);
        this.folder = folder;
        this.names = names;
        this.targets = targets;
        this.opened = opened;
        this.providers = new Once<>(Providers::ofDirectories);
    }

    /** The directories by name; null stands for one with a problem, so that rules that name it have none of their own. */
    Map<String, @Nullable ManagedDirectory> read(@Nullable Node node) {
        Map<String, @Nullable ManagedDirectory> directories = new LinkedHashMap<>();
        if (node == null) {
            return directories;
        }
        if (!(node instanceof Node.Struct struct)) {
            problems.expected("an object: a directory's name to {\"type\": ...}", node);
            return directories;
        }
        struct.members().forEach((name, member) -> {
            if (name.isBlank()) {
                problems.add(member.namePlace(), "a directory has an empty name");
            } else if (!Printable.is(name)) {
                problems.add(member.namePlace(), Values.NOT_PRINTABLE);
            }
            directories.put(name, directory(name, member.value()));
        });
        return directories;
    }

    private @Nullable ManagedDirectory directory(String name, Node node) {
        if (!(node instanceof Node.Struct struct)) {
            problems.expected("an object like {\"type\": \"csv\", ...}", node);
            return null;
        }
        int problemsBefore = problems.count();
        Node typeNode = value(struct, "type");
        if (typeNode == null) {
            problems.add(node, "the key \"type\" is missing; expected the type of the directory");
            return null;
        }
        Limits limits = limits(struct);
        AllowedAnswers allowed = new AllowedAnswers(names, hosts(value(struct, "allowed_hosts")));
        String type = values.text(typeNode, "the type of the directory");
        DirectoryProvider provider = type == null ? null : providers.get().get(typeNode, type, problems);
        if (type == null || provider == null) {
            return null;
        }
        DirectoryDefinition definition =
                new DirectoryDefinition(name, provider.getClass(), PlainValues.of(node), folder, names);
        ManagedDirectory same = opened.previous(definition);
        if (same != null) {
            return opened.keep(same.with(targets));
        }
        NodeSettings settings = new NodeSettings(
                new NodeSettings.Place(name, limits.timeout(), folder, allowed), struct, KEYS, problems);
        Directory directory = open(provider, settings, node);
        if (directory == null) {
            return null;
        }
        settings.reportUnknown();
        if (problems.count() > problemsBefore) {
            opened.closeAtOnce(name, directory);
            return null;
        }
        return opened.add(ManagedDirectory.of(name, type, definition, directory, limits, allowed, targets));
    }

    private @Nullable Directory open(DirectoryProvider provider, NodeSettings settings, Node node) {
        Directory directory = null;
        try {
            directory = Objects.requireNonNull(provider.open(settings));
            if (directory.facts().isEmpty()) {
                problems.add(
                        node, "a directory of this type looks at nothing; expected at least one fact of the login");
            }
            return directory;
        } catch (RuntimeException | LinkageError e) {
            // Not the message: what it holds is not known.
            problems.add(
                    node,
                    "the directory cannot be opened: " + provider.getClass().getName() + " failed with "
                            + e.getClass().getName());
            if (directory != null) {
                opened.closeAtOnce(settings.name(), directory);
            }
            return null;
        }
    }

    private static @Nullable Node value(Node.Struct struct, String key) {
        Node.Member member = struct.members().get(key);
        return member == null ? null : member.value();
    }

    private Limits limits(Node.Struct struct) {
        Node timeout = value(struct, "timeout");
        Node concurrent = value(struct, "max_concurrent");
        Duration time = timeout == null ? null : scalars.duration(timeout, LEAST_TIMEOUT, LARGEST_TIMEOUT);
        Long threads = concurrent == null ? null : scalars.number(concurrent, "a whole number", 1, LARGEST_CONCURRENT);
        boolean next = "next".equals(values.oneOf(value(struct, "on_error"), "fail", "next"));
        return new Limits(
                time == null ? Limits.DEFAULT.timeout() : time,
                threads == null ? Limits.DEFAULT.maxConcurrent() : Math.toIntExact(threads),
                cache(value(struct, "cache")),
                next ? Limits.OnError.NEXT : Limits.OnError.FAIL);
    }

    private Limits.@Nullable Cache cache(@Nullable Node node) {
        if (node == null) {
            return Limits.Cache.DEFAULT;
        }
        if (node instanceof Node.Flag flag && !flag.value()) {
            return null;
        }
        String expected = "false, or an object like {\"size\": 10000, \"ttl\": \"10m\", \"negative_ttl\": \"1m\"}";
        Map<String, Node> members = values.struct(node, expected, CACHE_KEYS);
        if (members == null) {
            return null;
        }
        Node size = members.get("size");
        Node ttl = members.get("ttl");
        Node negative = members.get("negative_ttl");
        Long answers = size == null ? null : scalars.number(size, "a whole number", 1, LARGEST_SIZE);
        Duration age = ttl == null ? null : scalars.duration(ttl, LEAST_TTL, LARGEST_TTL);
        Duration negativeAge = negative == null ? null : scalars.duration(negative, Duration.ZERO, LARGEST_TTL);
        return new Limits.Cache(
                answers == null ? Limits.Cache.DEFAULT.size() : answers,
                age == null ? Limits.Cache.DEFAULT.ttl() : age,
                negativeAge == null ? Limits.Cache.DEFAULT.negativeTtl() : negativeAge);
    }

    private List<TextPattern> hosts(@Nullable Node node) {
        List<TextPattern> hosts = new ArrayList<>();
        if (node == null) {
            return hosts;
        }
        if (!(node instanceof Node.Array list)) {
            addHost(node, "a host, or a list of them", hosts);
            return hosts;
        }
        if (list.items().isEmpty()) {
            problems.add(node, "an empty list, which allows nothing; expected at least one host");
        }
        list.items().forEach(item -> addHost(item, "a host", hosts));
        return hosts;
    }

    private void addHost(Node node, String expected, List<TextPattern> hosts) {
        String host = values.text(node, expected);
        if (host == null) {
            return;
        }
        if (!HOST.matcher(host).matches()) {
            problems.add(
                    node,
                    (node instanceof Node.Text text ? Values.quoted(text) : "it")
                            + " is no host; expected one like \"matrix.ac.cdl\", \"*.ac.cdl\" or \"[::1]\","
                            + " without scheme, port and path");
            return;
        }
        hosts.add(TextPattern.of(host.toLowerCase(Locale.ROOT)));
    }
}
