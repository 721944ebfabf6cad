// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings, and what is wrong with them. */
class HttpProviderTest {

    private static final String EXPECTED = "; expected https://host[:port]/path, with placeholders such as {user_id}";

    private static String url(String url) {
        return "'type': 'http', 'answer': '/hs', 'url': '" + url + "'";
    }

    private static List<String> problems(String settings) throws IOException {
        List<String> problems = LookedUp.problems(settings);
        assertThat(problems).noneMatch(problem -> problem.contains("s3cret"));
        return problems;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.example/info?address={address}",
                "HTTP://id.example:8090/{user_id}/{localpart}",
                "https://10.0.0.1/?{address}",
                "https://[::1]:1/{address}",
                "http://under_score/{address}?key=a%20b",
                "https://id.example?a={address}",
            })
    void url_withPlaceholder_isAccepted_andNobodyIsAsked(String url) throws IOException {
        assertThat(problems(url(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ftp://id.example/{address}           | it does not begin with https:// or http://",
                "id.example/{address}                 | it does not begin with https:// or http://",
                "https:///{address}                   | it has no valid host name or port",
                "https://s3cret@id.example/{address}  | it holds user info before an @, which is sent by headers",
                "https://{address}/x                  | a placeholder stands in its host or port; expected it in the path or the query",
                "https://{server_name}.x/{address}    | a placeholder stands in its host or port; expected it in the path or the query",
                "https://id.example:{address}/        | a placeholder stands in its host or port; expected it in the path or the query",
                "{address}://id.example/              | it does not begin with https:// or http://",
                "https://id.example:0/{address}       | its port is not between 1 and 65535",
                "https://id.example:65536/{address}   | its port is not between 1 and 65535",
                "https://id.example:x/{address}       | it has no valid host name or port",
                "https://id.exämple/{address}         | it has no valid host name or port",
                "https://id.example/{address}#s3cret  | it has a fragment",
                "https://id.example/a b/{address}     | it holds spaces or characters other than ASCII, which are written percent-encoded",
                "https://id.example/ä/{address}       | it holds spaces or characters other than ASCII, which are written percent-encoded",
                "https://id.example/%zz/{address}     | it holds characters that are written percent-encoded",
                "https://id.example/^/{address}       | it holds characters that are written percent-encoded",
                "https://id.example/a/../{address}    | its path has a step . or ..",
                "https://id.example/%2E/{address}     | its path has a step . or ..",
            })
    void url_thatCannotBeAsked_isAProblem(String url, String why) throws IOException {
        assertThat(problems(url(url))).containsExactly("not a URL to ask: " + why + EXPECTED);
    }

    /** Older JDKs fail by another exception than they document, with the text in it. */
    @Test
    void addressOfAnEndlessNumber_isAProblem() throws IOException {
        assertThat(problems(url("https://[::133333333333.3]/{address}")))
                .singleElement()
                .asString()
                .startsWith("not a URL to ask: ")
                .doesNotContain("1333");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "https://id.example/{address   | not a URL to ask: the { at character 2 has no }",
                "https://id.example/address}   | not a URL to ask: the } at character 9 has no {",
                "https://id.example/           | nobody is asked about; expected a placeholder, such as {user_id}, in the path or query",
            })
    void placeholder_thatIsBroken_isAProblem(String url, String message) throws IOException {
        assertThat(problems(url(url))).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'headers': {'A B': 's3cret'}          | a name is not that of a header; expected letters, digits and -",
                "'headers': {'Host': 's3cret'}         | the header Host is not for settings: it belongs to the connection",
                "'headers': {'connection': 's3cret'}   | the header connection is not for settings: it belongs to the connection",
                "'headers': {'X-A': 'a', 'x-a': 'b'}   | the header x-a stands there twice",
                "'headers': {'X-A': 's3cret\\r\\nB: c'} | the value of the header X-A is not one; expected visible ASCII characters, in one line",
                "'headers': {'X-A': 's3cret\\n'}       | the value of the header X-A is not one; expected visible ASCII characters, in one line",
                "'headers': {'X-A': 's3cretä'}         | the value of the header X-A is not one; expected visible ASCII characters, in one line",
                "'headers': {'X-A': ''}                | the value of the header X-A is not one; expected visible ASCII characters, in one line",
                "'method': 'PUT'                       | expected @GET@ or @POST@, found @PUT@",
                "'method': 'POST'                      | there is no @body@ with it; expected an object of strings",
                "'body': {'a': 'b'}                    | a GET has no body; expected @method@: @POST@ with it",
                "'method': 'POST', 'body': {'a': '{s3cret}'} | the placeholder at character 1 is unknown; expected one of {user_id}, {localpart}, {server_name}, {device_id}, {login_type}, {identifier}, {medium}, {address}, {client_ip}, {host}",
                "'prefix': 'https://s3cret@x.'         | with an answer after it, it is not a base URL: it holds user info before an @; expected https://host[:port][/path]",
                "'certificate': 'gone.pem'             | there is no such file; expected one of certificates in PEM form",
                "'retries': 1                          | unknown key @retries@; expected one of answer, body, certificate, headers, method, prefix, url",
            })
    void setting_thatIsWrong_isAProblem(String setting, String message) throws IOException {
        assertThat(problems(url("https://id.example/{address}") + ", " + setting))
                .containsExactly(message.replace('@', '"').replace("an \";", "an @;"));
    }

    @Test
    void certificate_withoutTls_isAProblem(@TempDir Path folder) throws Exception {
        Authority authority = new Authority(folder, "authority");
        String certificate = ", 'certificate': '" + authority.certificate() + "'";
        assertThat(problems(url("http://id.example/{address}") + certificate))
                .containsExactly("the connection uses no TLS; expected an https:// URL with it");
        assertThat(problems(url("https://id.example/{address}") + certificate)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hs", "#/hs", "/a~", "/a~2b", "$.hs"})
    void pointer_thatIsNone_isAProblem(String pointer) throws IOException {
        assertThat(problems("'type': 'http', 'url': 'https://id.example/{address}', 'answer': '" + pointer + "'"))
                .containsExactly("not a JSON pointer to a member; expected one such as \"/hs\"");
    }

    @Test
    void settings_missing_areAllTold() throws IOException {
        assertThat(problems("'type': 'http'"))
                .containsExactlyInAnyOrder(
                        "the key \"url\" is missing; expected a string",
                        "the key \"answer\" is missing; expected a string");
    }

    @Test
    void post_needsNoPlaceholderInTheUrl() throws IOException {
        assertThat(problems(url("https://id.example/") + ", 'method': 'POST', 'body': {'who': '{user_id}'}"))
                .isEmpty();
    }
}
