// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.util.Set;

/** Stands for a directory whose settings are wrong, until the rules file is refused. Nobody asks it. */
final class UnusableDirectory implements Directory {

    @Override
    public Set<Fact> facts() {
        return Set.of(Fact.USER_ID);
    }

    @Override
    public String find(Login login) {
        throw new IllegalStateException("the settings of this directory are wrong");
    }
}
