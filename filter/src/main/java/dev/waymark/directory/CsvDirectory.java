// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file, in memory. While a changed file is read, both its versions are there: memory must do for two. A bad version is
 * reported once, not at every {@link #refresh}.
 */
final class CsvDirectory implements Directory {

    private final CsvFile file;
    private final CsvFormat format;
    private final CsvKey key;

    private volatile UserTable table;

    /** What was looked at last, be it good or bad; for {@link #refresh}. */
    private CsvFile.Seen seen;

    private volatile boolean closed;

    /** What is wrong with what was looked at last; null where it is what is in use. */
    private @Nullable String wrong;

    /**
     * @param format in which what is not set is found in the file
     * @param seen what was read
     * @param table its table
     */
    CsvDirectory(CsvFile file, CsvFormat format, CsvKey key, CsvFile.Seen seen, UserTable table) {
        this.file = file;
        // The facts of a directory stay, so its key column does.
        this.format = format.withKey(key);
        this.key = key;
        this.seen = seen;
        this.table = table;
    }

    @Override
    public Set<Fact> facts() {
        return key.facts();
    }

    @Override
    public @Nullable String find(Login login) {
        String value = key.value(login);
        String target = value == null ? null : table.get(value);
        if (target == null && closed) {
            throw new IllegalStateException("it is closed");
        }
        return target;
    }

    @Override
    public boolean isInMemory() {
        return true;
    }

    @Override
    public synchronized boolean refresh() throws IOException {
        CsvFile.@Nullable Content content;
        try {
            content = isUnchanged() ? null : file.read(format);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file.path() + ": " + reason(e), e);
        }
        if (content != null) {
            seen = content.seen();
            wrong = content.table() == null ? told(content.problems()) : null;
        }
        if (wrong != null) {
            // Each time, for as long as the file is not what is in use.
            throw new IOException(wrong);
        }
        if (content == null || content.table() == null) {
            return false;
        }
        table = closed ? UserTable.empty() : content.table();
        return true;
    }

    private boolean isUnchanged() throws IOException {
        if (!seen.isFresh() && seen.version().isSameAs(file.version())) {
            return true;
        }
        CsvFile.Seen now = file.look();
        if (!now.hasContentOf(seen)) {
            return false;
        }
        seen = now;
        return true;
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private String told(CsvProblems problems) {
        return problems.told().stream()
                .map(problem -> file.path() + ":" + problem.line() + ":" + problem.column() + ": " + problem.message())
                .collect(Collectors.joining("\n"));
    }

    /** The users, for tests. */
    UserTable table() {
        return table;
    }

    /** Lets go of the users, though somebody may keep the directory. */
    @Override
    public void close() {
        closed = true;
        table = UserTable.empty();
    }
}
