// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.ENG_FIELDS;
import static dev.waymark.login.BothForms.rewrittenBytes;
import static dev.waymark.login.BothForms.rewrittenChars;
import static dev.waymark.login.BothForms.toTarget;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers answer and clients ask, as they write it. */
class LoginCorpusTest {

    private static final LoginRewriter REPLACING = toTarget(ENG, Injection.DEFAULT);
    private static final LoginRewriter KEEPING = toTarget(ENG, new Injection(true, true, true));

    static Stream<Arguments> responses() {
        return files("responses");
    }

    static Stream<Arguments> errors() {
        return files("errors");
    }

    static Stream<Arguments> all() {
        return Stream.of("responses", "errors", "requests", "hostile").flatMap(LoginCorpusTest::files);
    }

    private static Stream<Arguments> files(String folder) {
        return Corpus.in(folder).entrySet().stream()
                .map(file -> arguments(named(folder + "/" + file.getKey(), file.getKey()), file.getValue()));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void response_becomesWhatIsExpected(String name, byte[] body) {
        String expected = text(Objects.requireNonNull(Corpus.in("expected").get(name)));

        assertThat(rewrittenBytes(REPLACING, body, Instruction.NONE)).isEqualTo(expected);
        assertThat(rewrittenChars(REPLACING, text(body), Instruction.NONE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("responses")
    void response_withoutWhatWasPutIn_isTheOriginal(String name, byte[] body) {
        String original = text(body);
        String putIn = original.contains("well_known")
                ? "\"base_cs_url\":\"" + ENG.baseUrl() + "\","
                // A homeserver's own well_known is kept here, and so is all of the text.
                : ENG_FIELDS;
        String result = Objects.requireNonNull(rewrittenBytes(KEEPING, body, Instruction.NONE));

        assertThat(result).as(name).containsOnlyOnce(putIn);
        assertThat(result.replace(putIn, "")).isEqualTo(original);
        assertThat(rewrittenChars(KEEPING, original, Instruction.NONE)).isEqualTo(result);
    }

    @Test
    void everyExpectation_isOfAResponse() {
        assertThat(Corpus.in("expected"))
                .containsOnlyKeys(Corpus.in("responses").keySet());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anythingElse_stays(String name, byte[] body) {
        assertThat(rewrittenBytes(REPLACING, body, Instruction.NONE)).as(name).isNull();
        assertThat(rewrittenChars(REPLACING, text(body), Instruction.NONE))
                .as(name)
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("all")
    void anyFile_becomesWhatTheContractSays(String name, byte[] body) {
        RewriteChecks.bytes(body);
        RewriteChecks.characters(text(body));
    }

    @ParameterizedTest
    @CsvSource({
        "element-web.json,                       m.login.password,            ada, ,       ,                ada,",
        "element-web-email.json,                 m.login.password,            ,    email,  ada@ac.cdl,      ada@ac.cdl,",
        "element-web-phone.json,                 m.login.password,            ,    msisdn, ,                07700900123,",
        "element-web-token.json,                 m.login.token,               ,    ,       ,                ,",
        "ruma-sdk.json,                          m.login.password,            @ada:ac.cdl, ,  ,             @ada:ac.cdl,",
        "nheko.json,                             m.login.password,            @ada:ac.cdl, ,  ,             @ada:ac.cdl,",
        "mautrix-go.json,                        m.login.password,            ada, ,       ,                ada,",
        "appservice.json,                        m.login.application_service, bot, ,       ,                bot, BRIDGE",
        "deprecated-user.json,                   m.login.password,            @ada:ac.cdl, ,  ,             @ada:ac.cdl,",
        "deprecated-user-beside-identifier.json, m.login.password,            ada, ,       ,                ada, J\u00f6rgs Ger\u00e4t",
        "deprecated-email.json,                  m.login.password,            ,    email,  ada@ac.cdl,      ada@ac.cdl,",
        "email-as-typed.json,                    m.login.password,            ,    email,  strauss@ac.cdl, ' Strau\u00df@AC.cdl',",
        "international-phone.json,               m.login.password,            ,    msisdn, 447700900123,    +44 7700 900123,",
        "msisdn.json,                            m.login.password,            ,    msisdn, 447700900123,    447700900123, XYZ",
        "jwt.json,                               org.matrix.login.jwt,        ,    ,       ,                ,",
        "escaped-user.json,                      m.login.password,            ad\u00e9\ud83d\ude00, , ,   ad\u00e9\ud83d\ude00,",
    })
    void request_saysWhoLogsIn(
            String name,
            String type,
            @Nullable String user,
            @Nullable String medium,
            @Nullable String address,
            @Nullable String identifier,
            @Nullable String deviceId) {
        assertThat(LoginRequest.read(
                        Objects.requireNonNull(Corpus.in("requests").get(name))))
                .isEqualTo(new LoginRequest(type, user, medium, address, identifier, deviceId));
    }

    @Test
    void everyRequest_isReadAsOne() {
        Map<String, byte[]> requests = Corpus.in("requests");

        assertThat(requests).hasSize(16);
        assertThat(requests)
                .allSatisfy((name, body) ->
                        assertThat(LoginRequest.read(body)).as(name).isNotNull());
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
