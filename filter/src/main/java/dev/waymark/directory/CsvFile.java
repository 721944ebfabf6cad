// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180, and any line end) that is read as a whole, in one go, without anything kept but a
 * {@link UserTable}. An interrupt ends the reading.
 *
 * @param path of the file
 * @param whyNot what is wrong with a target; null where nothing is
 */
record CsvFile(Path path, Function<String, @Nullable String> whyNot) {

    /** How long a field may be, in characters; one that is not much longer may pass too. */
    static final int MAX_FIELD = 1 << 20;

    /** Beside a field there must be room for its quotes, and for what FastCSV reads at once. */
    private static final int MAX_BUFFER = MAX_FIELD + (1 << 14);

    private static final int ATTEMPTS = 3;

    /** What is done with an open file. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(FileVersion version, boolean isFresh, Utf8Reader reader) throws IOException;
    }

    /**
     * A version of the file.
     *
     * @param version what tells it from others
     * @param isFresh whether a change after it was read may not show in {@code version}
     * @param checksum of its bytes
     */
    record Seen(FileVersion version, boolean isFresh, long checksum) {

        boolean hasContentOf(Seen other) {
            return version.size() == other.version.size() && checksum == other.checksum;
        }
    }

    /**
     * What was read.
     *
     * @param table of all users, where there are no problems
     * @param key what they are looked up by; null where the header does not say
     */
    record Content(
            Seen seen, @Nullable UserTable table, @Nullable CsvKey key, CsvProblems problems) {}

    /**
     * Reads the file.
     *
     * @throws IOException where it cannot be read; the message says why
     */
    Content read(CsvFormat format) throws IOException {
        return stable((version, isFresh, reader) -> {
            CsvProblems problems = new CsvProblems();
            CsvRows rows = new CsvRows(format, whyNot, reader::hasMalformed, problems);
            if (!parse(format.separator(), reader, rows, problems)) {
                reader.drain();
            }
            CsvHeader header = rows.header();
            if (header == null && problems.isEmpty()) {
                problems.add(1, 1, "the file is empty; expected a header and rows");
            }
            return new Content(
                    new Seen(version, isFresh, reader.checksum()),
                    problems.isEmpty() ? rows.table() : null,
                    header == null ? null : header.key(),
                    problems);
        });
    }

    /**
     * Looks at the file's bytes only.
     *
     * @throws IOException where it cannot be read; the message says why
     */
    Seen look() throws IOException {
        return stable((version, isFresh, reader) -> {
            reader.drain();
            return new Seen(version, isFresh, reader.checksum());
        });
    }

    /**
     * The version that is there now.
     *
     * @throws IOException where there is none that can be read; the message says why
     */
    FileVersion version() throws IOException {
        try {
            FileVersion version = FileVersion.of(path);
            if (!version.isRegular()) {
                throw new IOException("it is no file" + (version.isFolder() ? ", but a folder" : ""));
            }
            return version;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("access is denied", e);
        }
    }

    /** Reads what is the same before and afterwards. */
    private <T> T stable(Reading<T> reading) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileVersion before = version();
            boolean isFresh = before.isFresh(Instant.now());
            try (Utf8Reader reader = new Utf8Reader(FileChannel.open(before.real(), StandardOpenOption.READ))) {
                T read = reading.read(before, isFresh, reader);
                if (reader.length() == before.size() && before.isSameAs(version())) {
                    return read;
                }
            } catch (NoSuchFileException e) {
                // Taken away since; or put elsewhere, and the next attempt finds it there.
            } catch (AccessDeniedException e) {
                throw new IOException("access is denied", e);
            }
        }
        throw new IOException("it changes while it is read");
    }

    /** Reads rows, and says whether that was to the end. */
    private static boolean parse(char separator, Utf8Reader reader, CsvRows rows, CsvProblems problems)
            throws IOException {
        // Not closed: that is the reader's affair, of which more is asked afterwards.
        CsvReader<Boolean> csv = CsvReader.builder()
                .fieldSeparator(separator)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_BUFFER)
                .build(rows, reader);
        try {
            // One record at most: it says that it is enough.
            return !csv.iterator().hasNext();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            // It wraps what its handler throws, and what it throws itself.
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException bug && !(bug instanceof CsvParseException)) {
                throw bug;
            }
            problems.add(rows.startLine(), 1, reason(e) + "; what follows was not read");
            return false;
        }
    }

    /** What FastCSV says, without what stands in the file. */
    private static String reason(CsvParseException e) {
        Throwable said = e.getCause() == null ? e : e.getCause();
        String message = String.valueOf(said.getMessage());
        if (message.startsWith("Unexpected character after closing quote")) {
            return "a quoted field goes on after its closing quote; expected a separator or the end of the line";
        }
        if (message.startsWith("Unclosed quoted field")) {
            return "a quote is not closed in the row that begins here";
        }
        return "a field is longer than " + MAX_FIELD + " characters; perhaps a quote is not closed";
    }
}
