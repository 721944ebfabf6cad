// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A curl command as documentation has it: {@code curl -s URL -H 'Name: value' -d 'body'}, and no other option. */
record Curl(
        String url, Map<String, String> headers, @Nullable String body) {

    /** The curl commands among the lines of a shell script, of which all other lines are passed over. */
    static List<Curl> commands(String script) {
        return commandLines(script).stream()
                .map(Curl::words)
                .filter(words -> !words.isEmpty() && words.get(0).equals("curl"))
                .map(Curl::parse)
                .toList();
    }

    private static Curl parse(List<String> words) {
        String url = null;
        String body = null;
        Map<String, String> headers = new LinkedHashMap<>();
        for (Iterator<String> rest = words.subList(1, words.size()).iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "-s" -> {}
                case "-d" -> body = rest.next();
                case "-H" -> {
                    String[] header = rest.next().split(": *", 2);
                    headers.put(header[0], header[1]);
                }
                default -> {
                    if (word.startsWith("-") || url != null) {
                        throw new IllegalArgumentException("expected curl with one URL, -s, -d and -H; found " + word);
                    }
                    url = word;
                }
            }
        }
        if (url == null) {
            throw new IllegalArgumentException("a curl command without a URL: " + words);
        }
        if (body != null) {
            headers.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
        }
        return new Curl(url, Map.copyOf(headers), body);
    }

    /** Lines, but those of a text in quotes, or joined by a backslash, as one. */
    private static List<String> commandLines(String script) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < script.length(); i++) {
            char c = script.charAt(i);
            if (quote == 0 && c == '\\' && script.startsWith("\n", i + 1)) {
                i++;
            } else if (quote == 0 && c == '\n') {
                lines.add(line.toString());
                line.setLength(0);
            } else {
                quote = quote(quote, c);
                line.append(c);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** The words of a command, without their quotes; nothing in them is expanded. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            char now = quote(quote, c);
            if (now != quote) {
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
            quote = now;
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** The quotes that are open after a character, where those were before it; 0 for none. */
    private static char quote(char open, char c) {
        boolean isQuote = c == '\'' || c == '"';
        if (open == 0 && isQuote) {
            return c;
        }
        return open == c ? 0 : open;
    }
}
