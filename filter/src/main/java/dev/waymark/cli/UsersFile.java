// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The users that a command decides for: CSV (RFC 4180) in UTF-8 with a header line. The column {@code user_id} must be
 * there; further ones are named as conditions are, or {@code header:NAME}. Read row by row. A row that is wrong is told and
 * passed over; an empty field is a fact that is not known.
 */
final class UsersFile implements AutoCloseable {

    static final String DESCRIPTION =
            "The users: CSV with a header line and a column user_id; further columns are named as"
                    + " conditions (login_type, client_ip, address, ...) or header:NAME. A path, or - for standard input.";

    /** How many wrong rows are told; the rest are counted. */
    private static final int MAX_TOLD = 20;

    private static final String HEADER = "header:";

    private final String name;
    private final Counting counting;
    private final long size;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> rows;
    private final List<Column> columns;
    private final List<String> problems = new ArrayList<>();
    private long badRows;

    /** What a column holds: a fact, or a header's values. */
    private record Column(@Nullable Fact fact, String header) {}

    private UsersFile(String name, InputStream in, long size) throws UnusableException {
        this.name = name;
        this.size = size;
        this.counting = new Counting(in);
        this.reader = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .detectBomHeader(false)
                .ofCsvRecord(new InputStreamReader(counting, StandardCharsets.UTF_8.newDecoder()));
        this.rows = reader.iterator();
        this.columns = columns();
    }

    static UsersFile open(String argument, Terminal terminal) throws UnusableException {
        if (argument.equals("-")) {
            return new UsersFile("<stdin>", terminal.in(), -1);
        }
        try {
            Path path = Path.of(argument);
            long size = Files.isRegularFile(path) ? Files.size(path) : -1;
            InputStream in = Files.newInputStream(path);
            try {
                return new UsersFile(argument, in, size);
            } catch (UnusableException e) {
                in.close();
                throw e;
            }
        } catch (InvalidPathException | IOException e) {
            throw UnusableException.usage("the users file " + argument
                    + " cannot be read: expected a CSV file, or - for" + " standard input");
        }
    }

    private List<Column> columns() throws UnusableException {
        CsvRecord header = nextRow();
        if (header == null) {
            throw UnusableException.problems(
                    name + ": the file is empty; expected a header line with a column user_id");
        }
        List<Column> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String field : header.getFields()) {
            String column = field.startsWith("\ufeff") ? field.substring(1).strip() : field.strip();
            if (!names.add(column.toLowerCase(Locale.ROOT))) {
                throw UnusableException.problems(name + ":1: the column " + column + " is there twice");
            }
            found.add(column(column));
        }
        if (!names.contains(Fact.USER_ID.key())) {
            throw UnusableException.problems(name + ":1: there is no column user_id in the header line");
        }
        return found;
    }

    private Column column(String column) throws UnusableException {
        if (column.startsWith(HEADER) && column.length() > HEADER.length()) {
            return new Column(null, column.substring(HEADER.length()));
        }
        Fact fact = Fact.ofKey(column);
        if (fact == null || fact == Fact.LOCALPART || fact == Fact.SERVER_NAME) {
            String known = Stream.of(Fact.values())
                    .filter(known1 -> known1 != Fact.LOCALPART && known1 != Fact.SERVER_NAME)
                    .map(Fact::key)
                    .collect(Collectors.joining(", "));
            throw UnusableException.problems(
                    name + ":1: unknown column \"" + column + "\"; expected some of " + known + ", " + HEADER + "NAME");
        }
        return new Column(fact, "");
    }

    /** The next user, or null after the last. */
    @Nullable
    Login next() throws UnusableException {
        for (CsvRecord row = nextRow(); row != null; row = nextRow()) {
            Login login = login(row);
            if (login != null) {
                return login;
            }
        }
        return null;
    }

    private @Nullable CsvRecord nextRow() throws UnusableException {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (UncheckedIOException | CsvParseException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = cause instanceof CharacterCodingException ? "it is not UTF-8" : e.getMessage();
            throw UnusableException.usage("the users file " + name + " cannot be read: " + why);
        }
    }

    private @Nullable Login login(CsvRecord row) {
        if (row.getFieldCount() != columns.size()) {
            bad(
                    row,
                    "it has " + row.getFieldCount() + " fields; expected " + columns.size() + " as in the header line");
            return null;
        }
        Facts facts = new Facts();
        Map<String, List<String>> headers = null;
        for (int i = 0; i < columns.size(); i++) {
            String value = row.getField(i).strip();
            Column column = columns.get(i);
            if (value.isEmpty()) {
                continue;
            }
            if (column.fact() == null) {
                headers = headers == null ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : headers;
                headers.put(column.header(), List.of(value));
            } else {
                facts.with(column.fact(), value);
            }
        }
        String problem = facts.problem();
        if (problem != null) {
            bad(row, problem);
            return null;
        }
        Login.Builder login = Login.builder();
        facts.addTo(login);
        if (headers != null) {
            Map<String, List<String>> values = headers;
            login.headers(header -> values.getOrDefault(header, List.of()));
        }
        return login.build();
    }

    private void bad(CsvRecord row, String what) {
        badRows++;
        if (problems.size() < MAX_TOLD) {
            problems.add(name + ":" + row.getStartingLineNumber() + ": " + what);
        }
    }

    /** Tells the wrong rows; true where there were none. */
    boolean reportTo(Terminal terminal) {
        problems.forEach(problem -> terminal.err().println(terminal.red("error: ") + problem));
        if (badRows > problems.size()) {
            terminal.err().println("... and " + (badRows - problems.size()) + " wrong rows more");
        }
        return badRows == 0;
    }

    /** How much of the file has been read, from 0 to 1; -1 where its size is not known. */
    double progress() {
        return size <= 0 ? -1 : Math.min(1, (double) counting.read / size);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Counting extends FilterInputStream {

        private long read;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            read += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            read += Math.max(0, count);
            return count;
        }
    }
}
