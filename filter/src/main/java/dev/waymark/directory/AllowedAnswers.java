// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.TextPattern;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a directory may answer: the name of a target, or a base URL on one of some hosts. A URL that comes from outside is
 * read as strictly as one in the rules file. Immutable.
 */
public final class AllowedAnswers {

    private final Set<String> targets;
    private final List<TextPattern> hosts;

    /**
     * @param targets the names of the targets
     * @param hosts of base URLs, without ports, in lower case; where there are none, any host is allowed
     */
    public AllowedAnswers(Set<String> targets, List<TextPattern> hosts) {
        this.targets = Set.copyOf(targets);
        this.hosts = List.copyOf(hosts);
    }

    /**
     * Whether a directory may answer this.
     *
     * @return null where it may; otherwise what is wrong and what was expected, without the answer
     */
    public @Nullable String whyNot(String answer) {
        try {
            read(answer);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException where it is not allowed; the message says why, and does not repeat it
     */
    Answer read(String answer) {
        if (targets.contains(answer)) {
            return new Answer(answer, null);
        }
        BaseUrl url;
        try {
            url = BaseUrl.parse(answer);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("neither the name of a target nor a base URL; " + e.getMessage(), e);
        }
        String host = URI.create(url.toString()).getHost();
        if (!hosts.isEmpty() && hosts.stream().allMatch(allowed -> allowed.match(host) == null)) {
            throw new IllegalArgumentException("a base URL on a host that allowed_hosts does not name; expected "
                    + String.join(
                            " or ", hosts.stream().map(TextPattern::toString).toList()));
        }
        return new Answer(null, url);
    }
}
