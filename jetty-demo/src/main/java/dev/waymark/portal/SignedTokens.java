// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.config.PortalConfig.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A target's name and one more text, signed, and good for a time: what single sign-on hands to a browser, so that no portal has to
 * remember anything. Immutable, and safe for use by many threads.
 *
 * <p>A token is, in base64url without padding,
 *
 * <pre>
 * version    1 byte, 1
 * expiry     8 bytes, seconds since 1970
 * name       2 bytes, its length in bytes, then it in UTF-8
 * text       the rest in UTF-8
 * signature  32 bytes, HMAC-SHA256 of the purpose's label in ASCII, a zero byte, and all of the above
 * </pre>
 *
 * <p>The key is that of the configuration in UTF-8; the first signs, and any is accepted. The label is what keeps a token of one purpose
 * from being taken for one of another. What is signed can be read by whoever has the token: it is no secret from its owner.
 */
final class SignedTokens {

    /** What a token is for. */
    enum Purpose {
        /** Brings the browser back from a target's single sign-on; the text is the URL to go on to. */
        STATE("waymark sso state"),
        /** Logs in; the text is the target's own login token. */
        LOGIN("waymark sso login token");

        private final String label;

        Purpose(String label) {
            this.label = label + '\0';
        }
    }

    /**
     * What a token says.
     *
     * @param isExpired it was good once
     */
    record Signed(String target, String text, boolean isExpired) {

        /** Without what is secret. */
        @Override
        public String toString() {
            return "Signed[target=" + target + ", isExpired=" + isExpired + ']';
        }
    }

    /** How much one portal's clock may be ahead of another's. */
    static final Duration SKEW = Duration.ofSeconds(5);

    /** The longest name and the longest text of a token, in bytes. */
    static final int MAX_NAME = 255;

    static final int MAX_TEXT = 4096;

    private static final byte VERSION = 1;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE = 32;
    private static final int HEAD = 1 + Long.BYTES + Short.BYTES;
    private static final int MAX_TOKEN = (HEAD + MAX_NAME + MAX_TEXT + SIGNATURE + 2) / 3 * 4;

    private final List<SecretKeySpec> keys;
    private final Clock clock;

    /** Tokens that are signed with the first of these keys, of which there must be one. */
    SignedTokens(List<Secret> keys, Clock clock) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key to sign with");
        }
        this.keys = keys.stream()
                .map(key -> new SecretKeySpec(key.value().getBytes(UTF_8), ALGORITHM))
                .toList();
        this.clock = clock;
    }

    /** Whether a text is short enough for a token. */
    static boolean fits(String text) {
        return text.getBytes(UTF_8).length <= MAX_TEXT;
    }

    /**
     * Makes a token.
     *
     * @param lifetime how long it is good
     * @throws IllegalArgumentException where one of the two is too long
     */
    String sign(Purpose purpose, Duration lifetime, String target, String text) {
        byte[] name = target.getBytes(UTF_8);
        byte[] rest = text.getBytes(UTF_8);
        if (name.length > MAX_NAME || rest.length > MAX_TEXT) {
            throw new IllegalArgumentException("too long to be signed");
        }
        byte[] content = ByteBuffer.allocate(HEAD + name.length + rest.length)
                .put(VERSION)
                .putLong(clock.instant().plus(lifetime).getEpochSecond())
                .putShort((short) name.length)
                .put(name)
                .put(rest)
                .array();
        byte[] token = Arrays.copyOf(content, content.length + SIGNATURE);
        System.arraycopy(signature(keys.get(0), purpose, content), 0, token, content.length, SIGNATURE);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** What a token says; null where it was not signed with one of the keys for this purpose. */
    @Nullable
    Signed open(Purpose purpose, String token) {
        byte[] bytes = decoded(token);
        if (bytes == null || bytes.length < HEAD + SIGNATURE) {
            return null;
        }
        byte[] content = Arrays.copyOf(bytes, bytes.length - SIGNATURE);
        byte[] signature = Arrays.copyOfRange(bytes, content.length, bytes.length);
        boolean isOurs = false;
        for (SecretKeySpec key : keys) {
            isOurs |= MessageDigest.isEqual(signature, signature(key, purpose, content));
        }
        return isOurs ? read(ByteBuffer.wrap(content)) : null;
    }

    /** Null where it is no base64url, or not as {@link #sign} writes it: a token has one form only. */
    private static byte @Nullable [] decoded(String token) {
        if (token.length() > MAX_TOKEN) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            boolean isCanonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(token);
            return isCanonical ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Null where another version has written it. */
    private @Nullable Signed read(ByteBuffer content) {
        if (content.get() != VERSION) {
            return null;
        }
        long expiry = content.getLong();
        int length = content.getShort();
        if (length < 0 || length > content.remaining()) {
            return null;
        }
        byte[] name = new byte[length];
        content.get(name);
        byte[] text = new byte[content.remaining()];
        content.get(text);
        boolean isExpired = clock.instant().minus(SKEW).getEpochSecond() > expiry;
        return new Signed(new String(name, UTF_8), new String(text, UTF_8), isExpired);
    }

    private static byte[] signature(SecretKeySpec key, Purpose purpose, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose.label.getBytes(UTF_8));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            // Every Java platform has it, and takes a key of any length.
            throw new IllegalStateException(e);
        }
    }
}
