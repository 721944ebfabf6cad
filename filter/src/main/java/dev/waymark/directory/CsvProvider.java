// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import dev.waymark.spi.DirectoryProvider;
import dev.waymark.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Directories of type {@code csv}: a file with a header, a row for each user. Settings:
 *
 * <dl>
 *   <dt>{@code file}
 *   <dd>the file's path
 *   <dt>{@code key}
 *   <dd>the name of the column that users are looked up by: a fact's name, or {@code email} for the address of a login by
 *       email. Without it, the first column of such a name
 *   <dt>{@code target}
 *   <dd>the name of the column that says where a user belongs: {@code target}, unless it is set
 *   <dt>{@code separator}
 *   <dd>what stands between two fields: a comma, unless it is set
 *   <dt>{@code ignore_case}
 *   <dd>whether upper and lower case are the same in users: not, unless it is set; always in the column {@code email}
 * </dl>
 */
public final class CsvProvider implements DirectoryProvider {

    /** The one that is always there. */
    public CsvProvider() {}

    @Override
    public String type() {
        return "csv";
    }

    @Override
    public Directory open(Settings settings) {
        Path path = settings.file("file");
        CsvFormat format = format(settings);
        if (format == null || !settings.has("file")) {
            return new Nothing();
        }
        // Later versions are checked as well, when the rules file was read long since.
        CsvFile file = new CsvFile(path, settings::whyNot);
        try {
            CsvFile.Content content = file.read(format);
            content.problems()
                    .told()
                    .forEach(problem -> settings.problem(path, problem.line(), problem.column(), problem.message()));
            if (content.table() != null && content.key() != null) {
                return new CsvDirectory(file, format, content.key(), content.seen(), content.table());
            }
        } catch (IOException e) {
            settings.problem("file", "the CSV file " + path + " cannot be read: " + e.getMessage());
        }
        return new Nothing();
    }

    private static @Nullable CsvFormat format(Settings settings) {
        String target = settings.text("target", "target");
        String separator = settings.text("separator", ",");
        boolean ignoreCase = settings.flag("ignore_case", false);
        String column = settings.text("key", null);
        CsvKey key = column == null ? null : CsvKey.of(column, ignoreCase);
        boolean isSound = true;
        if (column != null && key == null) {
            settings.problem("key", "expected one of " + CsvKey.NAMES);
            isSound = false;
        }
        if (column != null && column.equals(target)) {
            settings.problem("key", "the column of the target; expected another one");
            isSound = false;
        }
        if (separator == null || separator.length() != 1 || "\"\r\n".contains(separator)) {
            settings.problem("separator", "expected one character such as \",\" or \";\" or a tab, and no quote");
            isSound = false;
        }
        return isSound && separator != null && target != null
                ? new CsvFormat(separator.charAt(0), target, key, ignoreCase)
                : null;
    }

    /** What stands for a directory that was refused. */
    private static final class Nothing implements Directory {

        @Override
        public Set<Fact> facts() {
            return EnumSet.of(Fact.USER_ID);
        }

        @Override
        public @Nullable String find(Login login) {
            return null;
        }

        @Override
        public boolean isInMemory() {
            return true;
        }
    }
}
