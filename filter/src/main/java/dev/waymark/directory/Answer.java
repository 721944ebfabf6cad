// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a directory said of a user, and was allowed to: a target's name, a base URL, or that it does not know the user.
 * It names the target rather than holding it, so that it can be kept while targets get other URLs.
 */
record Answer(@Nullable String target, @Nullable BaseUrl url) {

    static final Answer NOT_FOUND = new Answer(null, null);

    boolean isFound() {
        return target != null || url != null;
    }

    @Nullable
    Target in(Map<String, Target> targets) {
        if (target != null) {
            return targets.get(target);
        }
        return url == null ? null : new Target(null, url, null);
    }
}
