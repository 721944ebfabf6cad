// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of a CSV file as they are read: the first one as its header, the others into a table. Nothing of a row is
 * kept but its key in the table. It gives a record only where there is no use in reading on. For use by one thread.
 */
final class CsvRows extends AbstractBaseCsvCallbackHandler<Boolean> {

    private final CsvFormat format;
    private final Function<String, @Nullable String> whyNot;
    private final BooleanSupplier hasMalformed;
    private final CsvProblems problems;
    private final List<String> names = new ArrayList<>();

    private @Nullable CsvHeader header;
    private @Nullable UserTableBuilder table;

    /** Where the next field begins. */
    private int line;

    private int column;

    private int fields;
    private boolean isFull;
    private int answer;
    private String lastTarget = "";
    private int lastAnswer = -1;

    /** What is wrong with the row's encoding, its key and its target, in this order; null where nothing is. */
    private final CsvProblems.@Nullable Problem[] wrong = new CsvProblems.Problem[3];

    /**
     * @param whyNot what is wrong with a target; null where nothing is
     * @param hasMalformed whether there may be {@link Utf8Reader#MALFORMED} in what comes
     */
    CsvRows(
            CsvFormat format,
            Function<String, @Nullable String> whyNot,
            BooleanSupplier hasMalformed,
            CsvProblems problems) {
        this.format = format;
        this.whyNot = whyNot;
        this.hasMalformed = hasMalformed;
        this.problems = problems;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        line = (int) Math.min(startingLineNumber, Integer.MAX_VALUE);
        column = 1;
        fields = 0;
        wrong[0] = null;
        wrong[1] = null;
        wrong[2] = null;
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
        fields++;
        int to = offset + length;
        if (wrong[0] == null && hasMalformed.getAsBoolean() && isMalformed(text, offset, to)) {
            wrong[0] = here("not UTF-8");
        }
        if (header == null || table == null) {
            if (names.size() <= CsvHeader.MAX_WIDTH) {
                names.add(length > CsvHeader.MAX_NAME ? "" : new String(text, offset, length));
            }
        } else if (index == header.keyIndex()) {
            key(header.key(), table, text, offset, to);
        } else if (index == header.targetIndex()) {
            target(table, text, offset, length);
        }
        advance(text, offset, to, quoted);
    }

    private static boolean isMalformed(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            // A pair may hold that half too.
            if (text[i] == Utf8Reader.MALFORMED && (i == from || !Character.isHighSurrogate(text[i - 1]))) {
                return true;
            }
        }
        return false;
    }

    private void key(CsvKey key, UserTableBuilder into, char[] text, int from, int to) {
        String problem = key.whyNot(text, from, to);
        if (problem == null && !into.setKey(text, from, to)) {
            problem = "the " + key.column() + " is longer than " + KeyBytes.MAX_LENGTH + " bytes";
        }
        wrong[1] = problem == null ? null : here(problem);
    }

    private void target(UserTableBuilder into, char[] text, int offset, int length) {
        if (lastAnswer < 0 || !isLastTarget(text, offset, length)) {
            lastTarget = new String(text, offset, length);
            lastAnswer = into.indexOf(lastTarget);
            if (lastAnswer < 0) {
                String problem = whyNotTarget(lastTarget);
                wrong[2] = problem == null ? null : here(problem);
                lastAnswer = problem == null ? into.addAnswer(lastTarget) : -1;
            }
        }
        answer = lastAnswer;
    }

    private boolean isLastTarget(char[] text, int offset, int length) {
        if (lastTarget.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lastTarget.charAt(i) != text[offset + i]) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String whyNotTarget(String target) {
        if (target.isEmpty()) {
            return "the " + format.targetColumn() + " is empty; expected the name of a target or a base URL";
        }
        String problem = whyNot.apply(target);
        // What is said of a target names it. Where columns are mixed up it is a user ID or an email address.
        return problem == null || target.indexOf('@') < 0
                ? problem
                : "expected the name of a target or a base URL, found something with an @";
    }

    private CsvProblems.Problem here(String message) {
        return new CsvProblems.Problem(line, column, message);
    }

    /** Goes past a field, as it stands in the file, and what ends it. */
    private void advance(char[] text, int from, int to, boolean quoted) {
        if (!quoted) {
            column += to - from + 1;
            return;
        }
        column++;
        for (int i = from; i < to; i++) {
            char c = text[i];
            if (c == '\n' || (c == '\r' && (i + 1 == to || text[i + 1] != '\n'))) {
                line++;
                column = 1;
            } else {
                column += c == '"' ? 2 : 1;
            }
        }
        column += 2;
    }

    @Override
    protected @Nullable Boolean buildRecord() {
        if (getRecordType() == RecordType.EMPTY) {
            return null;
        }
        int start = startLine();
        if (wrong[0] != null) {
            add(wrong[0]);
        } else if (header == null || table == null) {
            header(start);
        } else {
            row(header, table, start);
        }
        boolean isEnough = header == null || isFull || problems.isFull();
        return isEnough ? Boolean.TRUE : null;
    }

    private void header(int start) {
        List<String> found = new ArrayList<>();
        header = CsvHeader.of(names, format, found);
        found.forEach(problem -> problems.add(start, 1, problem));
        names.clear();
        if (header != null) {
            table = new UserTableBuilder(header.key().ignoreCase(), SipHash.random());
        }
    }

    private void row(CsvHeader columns, UserTableBuilder into, int start) {
        if (fields != columns.width()) {
            problems.add(start, 1, "expected " + columns.width() + " fields, as in the header, found " + fields);
            return;
        }
        if (wrong[1] != null || wrong[2] != null) {
            add(wrong[1]);
            add(wrong[2]);
            return;
        }
        if (into.isFull()) {
            problems.add(start, 1, "more than " + UserSlots.MAX_SIZE + " users; what follows was not read");
            isFull = true;
            return;
        }
        long there = into.put(start, answer);
        if (there >= 0) {
            problems.add(start, 1, problems.isTelling() ? duplicate(columns.key(), into.lineOf(there)) : "");
        }
    }

    private static String duplicate(CsvKey key, int earlier) {
        String ignoringCase = key.ignoreCase() ? " (upper and lower case are the same)" : "";
        return "the same " + key.column() + " as in line " + earlier + ignoringCase + "; expected each in one row only";
    }

    private void add(CsvProblems.@Nullable Problem problem) {
        if (problem != null) {
            problems.add(problem.line(), problem.column(), problem.message());
        }
    }

    /** The line in which the row begins that is being read, or was read last. */
    int startLine() {
        return (int) Math.min(getStartingLineNumber(), Integer.MAX_VALUE);
    }

    /** The header; null where there was none that can be used. */
    @Nullable
    CsvHeader header() {
        return header;
    }

    /** The table of all rows; null where there was no header. */
    @Nullable
    UserTable table() {
        return table == null ? null : table.build();
    }
}
