// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * A login response: whose it is, and where in the text the fields are that an injection would change. The access token
 * is seen to be a string and otherwise not touched.
 *
 * <p>Anything that is not plainly a login response reads as none: no JSON, no object, something after the object, a
 * field of interest twice, an encoding in which places cannot be told.
 *
 * @param userId whose login it is
 * @param deviceId the device that was logged in, where the response names one
 * @param start just behind the brace that opens the object
 * @param baseCsUrl the value of {@code base_cs_url}, where the homeserver sent one
 * @param wellKnown the same of {@code well_known}
 */
record LoginResponse(
        String userId,
        @Nullable String deviceId,
        int start,
        @Nullable Span baseCsUrl,
        @Nullable WellKnown wellKnown) {

    static final String HOMESERVER = "m.homeserver";
    static final String IDENTITY_SERVER = "m.identity_server";

    /** Shared: building one costs more than reading a response with it, and its symbol table pays when warm. */
    private static final JsonFactory JSON = JsonFactory.builder().build();

    /**
     * For characters, without that table: it takes a time that is square in the number of names that collide in it, then
     * fails, and stays so for the responses that follow.
     */
    private static final JsonFactory JSON_IN_CHARACTERS = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    /** A value: from {@code start} (inclusive) to {@code end} (exclusive), and whether it is null. */
    record Span(int start, int end, boolean isNull) {}

    /**
     * The {@code well_known} that the homeserver sent.
     *
     * @param value all of it
     * @param isObject whether it is an object, as it should be; only then the rest means anything
     * @param members how many members it has
     * @param homeserver the value of {@code m.homeserver}
     * @param identityServer {@code m.identity_server}
     */
    record WellKnown(
            Span value,
            boolean isObject,
            int members,
            @Nullable Span homeserver,
            @Nullable IdentityServer identityServer) {}

    /**
     * The identity server that the homeserver sent.
     *
     * @param value its object, or what stands in its place
     * @param member what to take out so that it is gone: name, value and one comma
     * @param usable whether it is an object with a {@code base_url}; clients fail over any other
     */
    record IdentityServer(Span value, Span member, boolean usable) {}

    /** Reads the first {@code length} bytes, which are UTF-8; null where they are no login response. */
    static @Nullable LoginResponse read(byte[] body, int length) {
        LoginResponse plain = PlainResponseReader.read(body, length);
        return plain != null ? plain : parse(body, length);
    }

    /** The same, whatever their shape. */
    static @Nullable LoginResponse parse(byte[] body, int length) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body, 0, length)) {
            LoginResponse response = new LoginResponseReader(parser, TokenStreamLocation::getByteOffset).read();
            return response != null && Utf8.isWellFormed(body, length) ? response : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Reads the first {@code length} characters; null where they are no login response. */
    static @Nullable LoginResponse read(char[] body, int length) {
        if (!Escapes.areSound(body, length)) {
            return null;
        }
        try (JsonParser parser = JSON_IN_CHARACTERS.createParser(ObjectReadContext.empty(), body, 0, length)) {
            return new LoginResponseReader(parser, TokenStreamLocation::getCharOffset).read();
        } catch (JacksonException e) {
            return null;
        }
    }
}
