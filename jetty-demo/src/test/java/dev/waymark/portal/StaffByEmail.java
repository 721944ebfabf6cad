// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import dev.waymark.spi.DirectoryProvider;
import dev.waymark.spi.Settings;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory in which one email address is known. */
public final class StaffByEmail implements DirectoryProvider {

    private static final Map<String, String> TARGETS = Map.of("ada@eng.example", "eng");

    @Override
    public String type() {
        return "staff-by-email";
    }

    @Override
    public Directory open(Settings settings) {
        return new Directory() {
            @Override
            public Set<Fact> facts() {
                return Set.of(Fact.ADDRESS);
            }

            @Override
            public @Nullable String find(Login login) {
                return TARGETS.get(String.valueOf(login.get(Fact.ADDRESS)));
            }

            @Override
            public boolean isInMemory() {
                return true;
            }
        };
    }
}
