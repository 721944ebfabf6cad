// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.directory.ManagedDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What belongs to rules besides their text: files of secrets, and directories. */
final class Belongings {

    private final Clock clock;
    private final Retired retired;
    /** Kept from version to version, so that no change falls in between. */
    private Map<Path, WatchedFile> secrets = new HashMap<>();

    Belongings(Clock clock, LongSupplier ticker) {
        this.clock = clock;
        this.retired = new Retired(LiveRules.GRACE, ticker);
    }

    boolean areNone(RulesFile file) {
        return secrets.isEmpty() && file.directories().isEmpty();
    }

    /** From now on, those of these rules. */
    void follow(RulesFile file) {
        Map<Path, WatchedFile> next = new HashMap<>();
        for (Path path : file.secretFiles()) {
            WatchedFile known = secrets.get(path);
            if (known == null) {
                known = new WatchedFile(path, Substitution.MAX_FILE_BYTES, clock);
                // Was read just now, by who filled it in.
                hasChanged(known);
            }
            next.put(path, known);
        }
        secrets = next;
    }

    /** Whether a file of a secret holds another. One that is not there is no change: what was read is in force. */
    boolean haveSecretsChanged() {
        boolean changed = false;
        for (WatchedFile secret : secrets.values()) {
            changed |= hasChanged(secret);
        }
        return changed;
    }

    private static boolean hasChanged(WatchedFile file) {
        try {
            return file.next() != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(ManagedDirectory directory) {
        return "the directory \"" + directory.name() + "\"";
    }

    /** What reports call the directories. */
    static Set<String> names(RulesFile file) {
        return file.directories().stream().map(Belongings::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Has the directories look whether they have changed; reports of each by its name, null where it is good. */
    void refresh(RulesFile file, BiConsumer<String, @Nullable String> report) {
        for (ManagedDirectory directory : file.directories()) {
            try {
                directory.refresh();
                report.accept(name(directory), null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception | Error e) {
                String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
                report.accept(name(directory), Printable.ofLines(message));
            }
        }
    }

    /** Closes the directories of rules that do not come into force, save those that the previous rules have. */
    static void discard(RulesFile file, @Nullable RulesFile previous) {
        List<ManagedDirectory> own = previous == null ? file.directories() : file.notIn(previous);
        own.forEach(Retired::close);
    }

    /** Closes later the directories that the next rules have no longer. */
    void retire(RulesFile previous, RulesFile next) {
        previous.notIn(next).forEach(retired::add);
    }

    boolean areSomeRetired() {
        return retired.areSome();
    }

    void closeRetired() {
        retired.closeDue();
    }

    void close(RulesFile file) {
        retired.closeAll();
        file.directories().forEach(Retired::close);
    }
}
