// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Login responses, as bytes and as characters: each becomes just what the contract says, or stays. */
class LoginResponseFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of("responses", "errors", "hostile").flatMap(folder -> Corpus.in(folder).values().stream());
    }

    @DictionaryEntries({
        "\"user_id\":\"@a:b\"",
        "\"access_token\":\"t\"",
        "\"base_cs_url\":",
        "\"well_known\":{",
        "\"m.homeserver\":",
        "\"m.identity_server\":",
        "\"base_url\":\"u\"",
        "\"user\\u005fid\"",
        "null",
        "{}",
        "\"\\ud83d\\ude00\"",
        "\u00ef\u00bb\u00bf"
    })
    @MethodSource("seeds")
    @FuzzTest
    void rewriting_doesWhatTheContractSays(byte[] body) {
        RewriteChecks.bytes(body);
        PlainResponseReaderTest.assertAgrees(body);
        // Any bytes become characters in this way, and UTF-8 those that it stands for.
        RewriteChecks.characters(new String(body, StandardCharsets.UTF_8));
    }
}
