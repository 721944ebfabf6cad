// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waymark.login.JsonText.Kind;
import dev.waymark.login.JsonText.Member;
import dev.waymark.login.JsonText.Value;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** Login requests: read as what they say, or not at all. */
class LoginRequestFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of("requests", "hostile").flatMap(folder -> Corpus.in(folder).values().stream());
    }

    @DictionaryEntries({
        "\"type\":\"m.login.password\"",
        "\"type\":\"m.login.token\"",
        "\"token\":\"t\"",
        "\"identifier\":{\"type\":\"m.id.user\"",
        "\"user\":\"u\"",
        "\"password\":\"p\"",
        "\"t\\u0079pe\"",
        "\"m.id.thirdparty\"",
        "\"m.id.phone\"",
        "\"medium\":\"email\"",
        "\"address\":\"A@B\"",
        "\"phone\":\"+44 7700 900123\"",
        "\"device_id\":\"D\"",
        "null",
        "{}"
    })
    @MethodSource("seeds")
    @FuzzTest
    void reading_saysWhatIsThere(byte[] body) {
        LoginRequest request = LoginRequest.read(body);
        String text = RewriteChecks.utf8(body);
        String unmarked = text != null && text.startsWith("\ufeff") ? text.substring(1) : text;
        assertThat(request).isEqualTo(unmarked == null ? null : expected(unmarked));
        if (unmarked != null) {
            assertThat(LoginRequest.read(unmarked.toCharArray(), unmarked.length()))
                    .isEqualTo(expected(unmarked));
        }
        if (request != null) {
            String user = request.user();
            String userId = request.userId("ac.cdl");
            assertThat(userId == null).isEqualTo(user == null || user.isEmpty());
            assertThat(userId == null || userId.startsWith("@")).isTrue();
        }
        checkToken(body, unmarked);
    }

    /** Another token in its place is read in its place; put back, the value is there again, and no other byte has changed. */
    private static void checkToken(byte[] body, @Nullable String text) {
        LoginToken token = LoginToken.in(body);
        String expected = text == null ? null : expectedToken(text);
        assertThat(token == null ? null : token.value()).isEqualTo(expected);
        if (token != null && expected != null) {
            LoginToken other = Objects.requireNonNull(LoginToken.in(token.replacedBy("\u20ac\"")));
            assertThat(other.value()).isEqualTo("\u20ac\"");
            assertThat(other.replacedBy(expected)).isEqualTo(token.replacedBy(expected));
        }
    }

    private static @Nullable String expectedToken(String text) {
        Value root = JsonText.read(text);
        if (root == null || root.kind() != Kind.OBJECT || !isUnambiguous(root, "type", "token")) {
            return null;
        }
        return "m.login.token".equals(text(root, "type")) ? text(root, "token") : null;
    }

    private static @Nullable LoginRequest expected(String text) {
        Value root = JsonText.read(text);
        if (root == null
                || root.kind() != Kind.OBJECT
                || !isUnambiguous(root, "type", "user", "identifier", "medium", "address", "device_id")) {
            return null;
        }
        List<Member> identifiers = root.named("identifier");
        if (identifiers.isEmpty() || isNull(identifiers.get(0).value())) {
            String address = text(root, "address");
            String medium = text(root, "medium");
            return medium == null || medium.isEmpty() || address == null || address.isEmpty()
                    ? request(root, text(root, "user"), null, null, text(root, "user"))
                    : request(root, null, medium, canonical(medium, address), address);
        }
        Value identifier = identifiers.get(0).value();
        if (!isUnambiguous(identifier, "type", "user", "medium", "address", "phone")) {
            return null;
        }
        String address = text(identifier, "address");
        String medium = text(identifier, "medium");
        String phone = text(identifier, "phone");
        return switch (String.valueOf(text(identifier, "type"))) {
            case "m.id.user" -> request(root, text(identifier, "user"), null, null, text(identifier, "user"));
            case "m.id.thirdparty" -> request(root, null, medium, canonical(medium, address), address);
            case "m.id.phone" ->
                request(root, null, "msisdn", phone == null ? null : ThirdPartyAddress.msisdn(phone), phone);
            default -> request(root, null, null, null, null);
        };
    }

    private static LoginRequest request(
            Value root,
            @Nullable String user,
            @Nullable String medium,
            @Nullable String address,
            @Nullable String identifier) {
        return new LoginRequest(text(root, "type"), user, medium, address, identifier, text(root, "device_id"));
    }

    private static @Nullable String canonical(@Nullable String medium, @Nullable String address) {
        return address != null && "email".equals(medium) ? ThirdPartyAddress.email(address) : address;
    }

    private static boolean isUnambiguous(Value object, String... names) {
        return Stream.of(names).allMatch(name -> object.named(name).size() <= 1);
    }

    private static boolean isNull(Value value) {
        return value.kind() == Kind.WORD && value.text().equals("null");
    }

    private static @Nullable String text(Value object, String name) {
        List<Member> members = object.named(name);
        return members.isEmpty() || members.get(0).value().kind() != Kind.STRING
                ? null
                : members.get(0).value().text();
    }
}
