// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fills in <code>${env:NAME}</code> and <code>${file:PATH}</code> in the strings of one file; <code>$${</code> stands for
 * a literal <code>${</code>. What is filled in is not looked at again, and is told to nobody: messages quote what was
 * written. A file is read once; its last line end is dropped.
 */
final class Substitution {

    /** The largest file that is filled in, in bytes. */
    static final int MAX_FILE_BYTES = 64 << 10;

    /** What may be filled in altogether, in characters: as much as a rules file may hold. */
    private static final int MAX_FILLED = RuleSource.MAX_BYTES;

    private static final String ENV = "env:";
    private static final String FILE = "file:";

    private final Function<String, @Nullable String> environment;
    private final @Nullable Path folder;
    private final Problems problems;
    private final Map<String, Content> contents = new HashMap<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private long filled;

    /**
     * @param environment a variable's value by its name; null where it is not set
     * @param folder what relative paths begin at; null where there is none, and they are a problem
     */
    Substitution(Function<String, @Nullable String> environment, @Nullable Path folder, Problems problems) {
        this.environment = environment;
        this.folder = folder;
        this.problems = problems;
    }

    /** A file's text, or why there is none. */
    private record Content(@Nullable String text, String problem) {}

    /** What cannot be filled in, and why. */
    private static final class Unfilled extends Exception {

        private static final long serialVersionUID = 1L;

        Unfilled(String message) {
            super(message, null, false, false);
        }
    }

    /** A string of the file's with all filled in; where that cannot be, the problem is reported. */
    Node text(Node.Place place, String written) {
        int at = written.indexOf("${");
        if (at < 0) {
            return new Node.Text(place, written);
        }
        try {
            return new Node.Text(place, filledIn(written, at), written);
        } catch (Unfilled e) {
            problems.add(place, String.valueOf(e.getMessage()));
            return new Node.Broken(place);
        }
    }

    private String filledIn(String written, int first) throws Unfilled {
        StringBuilder text = new StringBuilder(written.length() + 32);
        int done = 0;
        for (int at = first; at >= 0; at = written.indexOf("${", done)) {
            if (at > done && written.charAt(at - 1) == '$') {
                text.append(written, done, at - 1).append("${");
                done = at + 2;
                continue;
            }
            int end = written.indexOf('}', at);
            if (end < 0) {
                throw new Unfilled("a ${ has no }; expected ${env:NAME} or ${file:PATH}, or $${ for a literal ${");
            }
            String value = value(written.substring(at + 2, end));
            filled += value.length();
            if (filled > MAX_FILLED) {
                throw new Unfilled(
                        "what is filled in for ${...} comes to more than " + MAX_FILLED + " characters in all");
            }
            text.append(written, done, at).append(value);
            done = end + 1;
        }
        return text.append(written, done, written.length()).toString();
    }

    private String value(String what) throws Unfilled {
        String shown = "${" + Values.abbreviated(what) + "}";
        if (what.startsWith(ENV) && what.length() > ENV.length()) {
            String value = environment.apply(what.substring(ENV.length()));
            if (value == null) {
                throw new Unfilled("the environment variable of " + shown + " is not set; expected it to be");
            }
            return value;
        }
        if (what.startsWith(FILE) && what.length() > FILE.length()) {
            Content content = contents.computeIfAbsent(what.substring(FILE.length()), this::content);
            if (content.text() == null) {
                throw new Unfilled("the file of " + shown + " cannot be read: " + content.problem()
                        + "; expected a text file of at most " + MAX_FILE_BYTES + " bytes");
            }
            return content.text();
        }
        throw new Unfilled("nothing can be filled in for " + shown
                + "; expected ${env:NAME} or ${file:PATH}, or $${ for a literal ${");
    }

    private Content content(String name) {
        try {
            Path path = Path.of(name);
            if (!path.isAbsolute() && folder == null) {
                return new Content(null, "its path is relative, and the rules are not in a folder");
            }
            Path file = (folder == null ? path : folder.resolve(path)).normalize();
            files.add(file);
            problems.readFrom(file);
            return new Content(read(file), "");
        } catch (InvalidPathException e) {
            return new Content(null, "that is not a path");
        } catch (IOException e) {
            return new Content(null, reason(e));
        }
    }

    private static String read(Path file) throws IOException {
        // A pipe could be waited for, for ever.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is not a regular file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        }
        if (bytes.length > MAX_FILE_BYTES) {
            throw new IOException("it is larger");
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        String lines = text.startsWith("\ufeff") ? text.substring(1) : text;
        int end = lines.length();
        if (lines.endsWith("\n")) {
            end -= lines.endsWith("\r\n") ? 2 : 1;
        }
        return lines.substring(0, end);
    }

    /** In words that hold nothing of the file's. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The files that were filled in, or should have been: a change of one of them is a change of the rules. */
    Set<Path> files() {
        return Set.copyOf(files);
    }
}
