// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in one file, so that all of it is reported together. */
final class Problems {

    /** How many are told one by one: more than anybody reads. The rest are counted. */
    static final int MAX_TOLD = 10_000;

    private static final int LEAST_SECRET = 6;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private final NearMisses nearMisses = new NearMisses();
    private final Set<Path> secretFiles = new LinkedHashSet<>();
    private String text = "";
    private int count;

    Problems(String file) {
        this.file = file;
    }

    /** The file's text, from which lines are shown. */
    void in(String text) {
        this.text = text;
    }

    /** For something else to tell of the same file. */
    Problems ofSameFile() {
        Problems others = new Problems(file);
        others.in(text);
        return others;
    }

    /** A file that the text names, and whose content stands for a part of it. */
    void readFrom(Path secretFile) {
        secretFiles.add(secretFile);
    }

    /** The name that a misspelt one was meant to be, or null where none is near. */
    @Nullable
    String nearMiss(String name, Collection<String> known) {
        return count >= MAX_TOLD ? null : nearMisses.find(name, known);
    }

    void add(Node.Place place, String message) {
        count++;
        if (count <= MAX_TOLD) {
            String path = place.path().toString();
            found.add(new Problem(file, place.line(), place.column(), path, Printable.of(message)));
        }
    }

    /** What is wrong in another file, which this one names. */
    void add(String otherFile, int line, int column, String message) {
        count++;
        if (count <= MAX_TOLD) {
            found.add(new Problem(otherFile, line, column, "", Printable.of(message)));
        }
    }

    void add(Node node, String message) {
        boolean secret = node instanceof Node.Text text && text.isFilledIn();
        add(node.place(), secret ? withoutValue((Node.Text) node, message) : message);
    }

    /**
     * Who writes a message quotes what was written; should one forget that, as a provider may, what was filled in still
     * stays out. Shorter values are no secrets, and could stand in any message.
     */
    private static String withoutValue(Node.Text text, String message) {
        return text.value().length() < LEAST_SECRET ? message : message.replace(text.value(), text.written());
    }

    /** A value of another type than the one that was expected; of one that could not be read, all has been said. */
    void expected(String expected, Node found) {
        if (!(found instanceof Node.Broken)) {
            add(found, "expected " + expected + ", found " + found.kind());
        }
    }

    int count() {
        return count;
    }

    /** All that are told one by one, in the order of their places, those in other files last. */
    List<Problem> told() {
        if (found.isEmpty()) {
            return List.of();
        }
        Lines lines = new Lines(text);
        return found.stream()
                .sorted(Comparator.comparing((Problem problem) -> isHere(problem) ? "" : problem.file())
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .map(problem -> isHere(problem) ? shown(problem, lines) : problem)
                .toList();
    }

    private boolean isHere(Problem problem) {
        return problem.file().equals(file);
    }

    private static Problem shown(Problem problem, Lines lines) {
        return new Problem(
                problem.file(),
                problem.line(),
                problem.column(),
                problem.path(),
                problem.message(),
                lines.excerpt(problem.line(), problem.column()));
    }

    /** The files that the text names, and whose content stands for parts of it. */
    Set<Path> secretFiles() {
        return Set.copyOf(secretFiles);
    }

    void throwIfAny() throws InvalidRulesException {
        if (!found.isEmpty()) {
            throw new InvalidRulesException("the rules file has", told(), count, secretFiles);
        }
    }
}
