// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Base URLs and their templates: what users are called never leads out of the template. */
class UrlTemplateFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "https://matrix.{dept}.ac.cdl\nphil\n@ada:ac.cdl",
                        "https://x-{localpart}-y.ac.cdl:8448/{user_id}/a{dept}b\n../..\n@ada:ac.cdl",
                        "HTTPS://{dept}.Ac.Cdl/\na.evil.example/\n@\u00e9\ud83d\ude00:x",
                        "https://a.{localpart}.1.2.3.4\n\n@1:x",
                        "https://[::1]/{server_name}\n\n@a:[::2]:8448",
                        "http://{dept}.a@b.c:0/?{dept}#{dept}\n%2e%2e\n@a:b",
                        "https://{dept}{localpart}.a\n-\n@-:b",
                        "https://{dept}.a/%2E{dept}\n.\n@.:b",
                        "https://a.b:/{dept}//\nx\n@a:b")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param input a template, the value of its group {@code dept}, and a user ID, each in a line */
    @DictionaryEntries({
        "https://",
        "{dept}",
        "{localpart}",
        "{user_id}",
        "{server_name}",
        ".evil.example",
        "@evil.example",
        "%2e",
        "%2F",
        "/../",
        "[::1]",
        ":8448",
        "xn--"
    })
    @MethodSource("seeds")
    @FuzzTest
    void filledInUrl_keepsToItsTemplate(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 3);
        requireSound(lines[0]);
        UrlTemplate template;
        try {
            template = UrlTemplate.parse(lines[0], Set.of("dept"));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("not a ");
            return;
        }
        String dept = lines.length > 1 ? lines[1] : "";
        Login login = Login.of(lines.length > 2 ? lines[2] : "");
        try {
            requireWithin(lines[0], template.fill(login, Map.of("dept", dept)).toString());
        } catch (IllegalArgumentException e) {
            // In a message that an operator reads, nothing that a user has chosen.
            assertThat(e.getMessage())
                    .containsAnyOf("has no value", "does not fit", "filled in for this login", "a label of the host");
            boolean isTelling = dept.length() > 40 && !lines[0].contains(dept);
            assertThat(e.getMessage()).doesNotContain(isTelling ? dept : "\0");
        }
    }

    private static void requireSound(String url) {
        BaseUrl parsed;
        try {
            parsed = BaseUrl.parse(url);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("not a base URL: ");
            return;
        }
        assertThat(BaseUrl.parse(parsed.toString())).isEqualTo(parsed);
        URI uri = URI.create(parsed.toString());
        assertThat(uri.getScheme()).isIn("http", "https");
        assertThat(uri.getHost()).isNotEmpty();
        assertThat(uri.getRawUserInfo()).isNull();
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getRawFragment()).isNull();
        assertThat(uri.normalize().getRawPath()).isEqualTo(uri.getRawPath()).doesNotEndWith("/");
        assertThat(parsed.toString()).matches("[!-~&&[^\"\\\\]]+");
    }

    /**
     * Each placeholder stands for letters, digits and hyphens in the host, and for one step of the path or a part of
     * it.
     */
    private static void requireWithin(String template, String url) {
        requireSound(url);
        URI uri = URI.create(url);
        int host = template.indexOf("://") + 3;
        int path = template.indexOf('/', host) < 0 ? template.length() : template.indexOf('/', host);
        // An IPv6 address has colons of its own.
        Matcher authority = Pattern.compile("(\\[.*]|[^:]*)(?::([0-9]*))?").matcher(template.substring(host, path));
        assertThat(authority.matches()).isTrue();
        assertThat(uri.getHost()).matches(pattern(authority.group(1).toLowerCase(Locale.ROOT), "[A-Za-z0-9-]{1,63}"));
        String port = authority.group(2);
        assertThat(uri.getPort()).isEqualTo(port == null || port.isEmpty() ? -1 : Integer.parseInt(port));
        String steps = template.substring(path);
        assertThat(uri.getRawPath())
                .matches(pattern(
                        steps.endsWith("/") ? steps.substring(0, steps.length() - 1) : steps, "[A-Za-z0-9._~%-]+"));
        String fixedEnd = authority.group(1).substring(authority.group(1).lastIndexOf('}') + 1);
        assertThat(uri.getHost()).endsWith(fixedEnd.toLowerCase(Locale.ROOT));
    }

    private static String pattern(String template, String value) {
        StringBuilder pattern = new StringBuilder("(?i)");
        int at = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
            pattern.append(Pattern.quote(template.substring(at, open))).append(value);
            at = template.indexOf('}', open) + 1;
        }
        return pattern.append(Pattern.quote(template.substring(at))).toString();
    }
}
