// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import java.util.Locale;
import java.util.Map;

/** Bar charts as an SVG image of its own: no script, no font, nothing from elsewhere; light and dark. */
final class SvgChart {

    private static final int MAX_ROWS = 50;
    private static final int ROW = 26;
    private static final int NAMES = 260;
    private static final int BARS = 420;
    private static final int NUMBERS = 190;
    private static final int TITLE = 44;

    private final StringBuilder body = new StringBuilder();
    private final String title;
    private int height = 16;

    SvgChart(String title) {
        this.title = title;
    }

    /** Adds a chart below those that are there. */
    void add(String heading, Map<String, Long> counts, long total) {
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        height += TITLE;
        body.append(text("heading", 16, height - 14, heading));
        counts.entrySet().stream().limit(MAX_ROWS).forEach(entry -> row(entry.getKey(), entry.getValue(), most, total));
        if (counts.size() > MAX_ROWS) {
            height += ROW;
            body.append(text("number", 16, height - 8, Chart.more(counts)));
        }
    }

    private void row(String name, long count, long most, long total) {
        height += ROW;
        double width = most == 0 ? 0 : (double) BARS * count / most;
        String number = String.format(Locale.ROOT, "%,d (%s)", count, Chart.percent(count, total));
        body.append("<g><title>").append(escaped(name + ": " + number)).append("</title>");
        body.append(text("name", NAMES, height - 8, shortened(name)));
        body.append(String.format(
                Locale.ROOT,
                "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" rx=\"2\"/>",
                NAMES + 12,
                height - 21,
                width));
        body.append(String.format(
                Locale.ROOT,
                "<text class=\"number\" x=\"%.1f\" y=\"%d\">%s</text></g>%n",
                NAMES + 20 + width,
                height - 8,
                escaped(number)));
    }

    private static String text(String style, int x, int y, String text) {
        return String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", style, x, y, escaped(text));
    }

    /** The whole image. */
    @Override
    public String toString() {
        int width = NAMES + BARS + NUMBERS;
        return String.format(Locale.ROOT, """
                        <svg xmlns="http://www.w3.org/2000/svg" role="img" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d">
                        <title>%3$s</title>
                        <style>
                        svg { font: 14px system-ui, sans-serif; background: #fff; }
                        text { fill: #1c1e21; } .heading { font-weight: bold; } .name { text-anchor: end; }
                        .number { fill: #555b63; } .bar { fill: #2f6fb0; }
                        @media (prefers-color-scheme: dark) {
                          svg { background: #16181b; } text { fill: #e8eaed; } .number { fill: #a9b0b8; } .bar { fill: #6aa5e0; }
                        }
                        </style>
                        """, width, height + 16, escaped(title)) + body + "</svg>\n";
    }

    private static String shortened(String name) {
        return name.length() <= 34 ? name : name.substring(0, 31) + "...";
    }

    /** For text in XML, in which some characters may not even stand escaped. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    boolean allowed = (c >= 0x20 && c < 0xd800) || (c > 0xdfff && c < 0xfffe) || c > 0xffff;
                    escaped.appendCodePoint(allowed ? c : 0xfffd);
                }
            }
        });
        return escaped.toString();
    }
}
