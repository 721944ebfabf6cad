// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * What a login request says of who logs in (Matrix specification, client-server API, "Login" and "Identifier types").
 * Password, tokens and all else in the request are passed over without being read into memory of their own.
 *
 * <p>{@code identifier} goes before the deprecated {@code user}, {@code medium} and {@code address} beside it. Where
 * there are only these, a medium with an address goes before a user, as in Synapse. A member that is no string says
 * nothing.
 *
 * @param type the login type, {@code m.login.password} for instance, or null
 * @param user the user ID or localpart: {@code identifier.user} of an {@code m.id.user}, or the deprecated {@code user};
 *     null where the request identifies its user in another way
 * @param medium of an {@code m.id.thirdparty}, or {@code msisdn} for an {@code m.id.phone}; null for others
 * @param address of an {@code m.id.thirdparty} or {@code m.id.phone} in the form in which homeservers compare it: an
 *     email address in lower case ({@link ThirdPartyAddress#email}), a telephone number of an {@code m.id.phone} as
 *     digits where these can be told ({@link ThirdPartyAddress#msisdn}), any other as it was sent
 * @param identifier what the user typed: the user, the address as it was sent, or the telephone number
 * @param deviceId the device that the client asks for, or null
 */
public record LoginRequest(
        @Nullable String type,
        @Nullable String user,
        @Nullable String medium,
        @Nullable String address,
        @Nullable String identifier,
        @Nullable String deviceId) {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    /** As for login responses: without a table that names can be made to collide in. */
    private static final JsonFactory JSON_IN_CHARACTERS = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    /**
     * Reads a request body.
     *
     * @return null where it is no JSON object in UTF-8, or names a field of interest twice: two readers might then see
     *     two different users in it
     */
    public static @Nullable LoginRequest read(byte[] body) {
        return read(body, body.length);
    }

    /** The same of the first {@code length} bytes. */
    public static @Nullable LoginRequest read(byte[] body, int length) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body, 0, length)) {
            LoginRequest request = new LoginRequestReader(parser).readBytes();
            return request != null && Utf8.isWellFormed(body, length) ? request : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** The same of the first {@code length} characters, whatever they were decoded from. */
    public static @Nullable LoginRequest read(char[] body, int length) {
        if (!Escapes.areSound(body, length)) {
            return null;
        }
        try (JsonParser parser = JSON_IN_CHARACTERS.createParser(ObjectReadContext.empty(), body, 0, length)) {
            return new LoginRequestReader(parser).readCharacters();
        } catch (JacksonException e) {
            return null;
        }
    }

    /**
     * The user ID that this request means at a server.
     *
     * @param serverName the server name that a bare localpart belongs to, or null where that is not known
     * @return null where the request names no user, or only its localpart and the server name is not known
     */
    public @Nullable String userId(@Nullable String serverName) {
        if (user == null || user.isEmpty()) {
            return null;
        }
        if (user.charAt(0) == '@') {
            return user;
        }
        return serverName == null ? null : '@' + user + ':' + serverName;
    }

    /** Tells the rules what is known by this request; not the user ID, which only a homeserver can tell for sure. */
    public void addTo(Login.Builder login) {
        login.with(Fact.LOGIN_TYPE, type)
                .with(Fact.IDENTIFIER, identifier)
                .with(Fact.MEDIUM, medium)
                .with(Fact.ADDRESS, address)
                .with(Fact.DEVICE_ID, deviceId);
    }

    /** The names of what is there: what users typed is their own affair. */
    @Override
    public String toString() {
        List<String> known = new ArrayList<>();
        addIfKnown("type", type, known);
        addIfKnown("user", user, known);
        addIfKnown("medium", medium, known);
        addIfKnown("address", address, known);
        addIfKnown("identifier", identifier, known);
        addIfKnown("deviceId", deviceId, known);
        return "LoginRequest" + known;
    }

    private static void addIfKnown(String name, @Nullable String value, List<String> known) {
        if (value != null) {
            known.add(name);
        }
    }
}
