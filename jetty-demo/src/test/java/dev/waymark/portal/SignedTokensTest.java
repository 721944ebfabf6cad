// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waymark.config.PortalConfig.Secret;
import dev.waymark.portal.SignedTokens.Purpose;
import dev.waymark.portal.SignedTokens.Signed;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration LIFETIME = Duration.ofMinutes(2);
    private static final Secret KEY = new Secret("0123456789abcdef0123456789abcdef");
    private static final Secret OTHER_KEY = new Secret("0123456789abcdef0123456789abcdeF");

    private final SignedTokens tokens = at(NOW, KEY);

    private static SignedTokens at(Instant now, Secret... keys) {
        return new SignedTokens(List.of(keys), Clock.fixed(now, ZoneOffset.UTC));
    }

    private String token() {
        return tokens.sign(Purpose.LOGIN, LIFETIME, "hist", "s3cret");
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void token_saysWhatWasSigned_forItsPurposeOnly(Purpose purpose) {
        String token = tokens.sign(purpose, LIFETIME, "hist", "s3cret");

        assertThat(tokens.open(purpose, token)).isEqualTo(new Signed("hist", "s3cret", false));
        assertThat(Arrays.stream(Purpose.values()).filter(other -> other != purpose))
                .isNotEmpty()
                .allSatisfy(other -> assertThat(tokens.open(other, token)).isNull());
    }

    /** The form is a promise: portals of two versions stand side by side while they are updated. */
    @Test
    void token_hasTheDocumentedForm() throws Exception {
        byte[] name = "hist".getBytes(UTF_8);
        byte[] text = "s3cret".getBytes(UTF_8);
        byte[] content = ByteBuffer.allocate(11 + name.length + text.length)
                .put((byte) 1)
                .putLong(NOW.plus(LIFETIME).getEpochSecond())
                .putShort((short) name.length)
                .put(name)
                .put(text)
                .array();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.value().getBytes(UTF_8), "HmacSHA256"));
        mac.update("waymark sso login token\0".getBytes(UTF_8));
        byte[] signature = mac.doFinal(content);
        byte[] whole = ByteBuffer.allocate(content.length + 32)
                .put(content)
                .put(signature)
                .array();

        assertThat(token()).isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(whole));
    }

    @Test
    void longestNameAndText_comeBack_andMakeAUrlSafeToken() {
        String name = "n".repeat(SignedTokens.MAX_NAME);
        String text = "é".repeat(SignedTokens.MAX_TEXT / 2);
        String token = tokens.sign(Purpose.STATE, LIFETIME, name, text);

        assertThat(SignedTokens.fits(text)).isTrue();
        assertThat(tokens.open(Purpose.STATE, token)).isEqualTo(new Signed(name, text, false));
        assertThat(token).matches("[A-Za-z0-9_-]+").hasSizeLessThan(6_000);
    }

    @Test
    void longer_isNotSigned() {
        String text = "é".repeat(SignedTokens.MAX_TEXT / 2) + "e";

        assertThat(SignedTokens.fits(text)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.sign(Purpose.LOGIN, LIFETIME, "hist", text))
                .withMessageNotContaining("é");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> tokens.sign(Purpose.LOGIN, LIFETIME, "n".repeat(SignedTokens.MAX_NAME + 1), "s3cret"));
    }

    @Test
    void token_isExpired_fromTheSecondAfterItsLifetimeAndTheSkewOfClocks() {
        String token = token();
        Instant end = NOW.plus(LIFETIME).plus(SignedTokens.SKEW);

        assertThat(at(NOW.minusSeconds(3), KEY).open(Purpose.LOGIN, token))
                .isEqualTo(new Signed("hist", "s3cret", false));
        assertThat(at(end, KEY).open(Purpose.LOGIN, token)).isEqualTo(new Signed("hist", "s3cret", false));
        assertThat(at(end.plusSeconds(1), KEY).open(Purpose.LOGIN, token))
                .isEqualTo(new Signed("hist", "s3cret", true));
        assertThat(at(end.plus(Duration.ofDays(10_000)), KEY).open(Purpose.LOGIN, token))
                .isEqualTo(new Signed("hist", "s3cret", true));
    }

    @Test
    void keyThatIsChanged_worksFromOnePortalToTheNext() {
        SignedTokens before = at(NOW, KEY);
        SignedTokens firstStep = at(NOW, KEY, OTHER_KEY);
        SignedTokens secondStep = at(NOW, OTHER_KEY, KEY);
        SignedTokens after = at(NOW, OTHER_KEY);

        assertThat(opens(firstStep, before)).isTrue();
        assertThat(opens(before, firstStep)).isTrue();
        assertThat(opens(firstStep, secondStep)).isTrue();
        assertThat(opens(secondStep, firstStep)).isTrue();
        assertThat(opens(secondStep, after)).isTrue();
        assertThat(opens(after, secondStep)).isTrue();
        assertThat(opens(after, before)).as("a key that is gone").isFalse();
        assertThat(opens(before, after)).as("a key that is not known").isFalse();
    }

    private static boolean opens(SignedTokens reader, SignedTokens writer) {
        return reader.open(Purpose.LOGIN, writer.sign(Purpose.LOGIN, LIFETIME, "hist", "s3cret")) != null;
    }

    @Test
    void tokenWithAnyBitChanged_isNone() {
        byte[] token = Base64.getUrlDecoder().decode(token());
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] changed = token.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(tokens.open(
                            Purpose.LOGIN,
                            Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
                    .as("bit %d", bit)
                    .isNull();
        }
    }

    @Test
    void tokenCutShortOrLengthened_isNone() {
        String token = token();
        for (int end = 0; end < token.length(); end++) {
            assertThat(tokens.open(Purpose.LOGIN, token.substring(0, end))).isNull();
            assertThat(tokens.open(Purpose.LOGIN, token.substring(end + 1))).isNull();
        }
        assertThat(tokens.open(Purpose.LOGIN, token + "A")).isNull();
        assertThat(tokens.open(Purpose.LOGIN, token + "AAAA")).isNull();
        assertThat(tokens.open(Purpose.LOGIN, token + token)).isNull();
    }

    /** The last character of this one holds two bits that mean nothing, and a decoder does not look at. */
    @Test
    void otherFormOfTheSameBytes_isNone() {
        String token = tokens.sign(Purpose.LOGIN, LIFETIME, "hist", "12345");
        assertThat(token.length() % 4).isNotZero();
        char last = token.charAt(token.length() - 1);
        String front = token.substring(0, token.length() - 1);

        assertThat("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".chars())
                .filteredOn(c -> tokens.open(Purpose.LOGIN, front + (char) c.intValue()) != null)
                .containsExactly((int) last);
        assertThat(tokens.open(Purpose.LOGIN, token + "=".repeat(4 - token.length() % 4)))
                .isNull();
    }

    /** What another version signs, with the same key and for the same purpose, is not guessed at. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 255})
    void tokenOfAnotherVersion_isNone(int version) throws Exception {
        byte[] content = ByteBuffer.allocate(11)
                .put((byte) version)
                .putLong(NOW.plus(LIFETIME).getEpochSecond())
                .putShort((short) 0)
                .array();

        assertThat(tokens.open(Purpose.LOGIN, signed(content))).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 0x7fff, 0x8000, 0xffff})
    void nameThatGoesOverTheEnd_isNone(int length) throws Exception {
        byte[] content = ByteBuffer.allocate(11)
                .put((byte) 1)
                .putLong(NOW.plus(LIFETIME).getEpochSecond())
                .putShort((short) length)
                .array();

        assertThat(tokens.open(Purpose.LOGIN, signed(content))).isNull();
    }

    private static String signed(byte[] content) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.value().getBytes(UTF_8), "HmacSHA256"));
        mac.update("waymark sso login token\0".getBytes(UTF_8));
        byte[] signature = mac.doFinal(content);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(content.length + signature.length)
                        .put(content)
                        .put(signature)
                        .array());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "syl_YWRh_AbCdEf_1a2b3c", "not base64!", "é", "\0", " ", "AQ==", "..", "A+/B"})
    void foreignToken_isNone(String token) {
        assertThat(tokens.open(Purpose.LOGIN, token)).isNull();
    }

    @Test
    void veryLongToken_isNone() {
        assertThat(tokens.open(Purpose.LOGIN, "A".repeat(1 << 20))).isNull();
    }

    @Property(tries = 300)
    void anyText_isNoToken(@ForAll String text) {
        assertThat(tokens.open(Purpose.LOGIN, text)).isNull();
    }

    @Property(tries = 300)
    void anyNameAndText_comeBack(
            @ForAll @StringLength(max = 60) String name, @ForAll @StringLength(max = 1000) String text) {
        // What is no text in Unicode, half of a pair, has no form in UTF-8.
        String sound = new String(text.getBytes(UTF_8), UTF_8);
        String soundName = new String(name.getBytes(UTF_8), UTF_8);
        String token = tokens.sign(Purpose.LOGIN, LIFETIME, soundName, sound);

        assertThat(tokens.open(Purpose.LOGIN, token)).isEqualTo(new Signed(soundName, sound, false));
        assertThat(tokens.open(Purpose.STATE, token)).isNull();
        assertThat(at(NOW, OTHER_KEY).open(Purpose.LOGIN, token)).isNull();
    }

    @Test
    void noKey_isNoWayToSign() {
        assertThatIllegalArgumentException().isThrownBy(() -> at(NOW));
    }

    @Test
    void printed_itKeepsTheTextToItself() {
        Signed signed = Objects.requireNonNull(tokens.open(Purpose.LOGIN, token()));

        assertThat(signed.toString()).contains("hist").doesNotContain("s3cret");
    }
}
