// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waymark.login.JsonText.Kind;
import dev.waymark.login.JsonText.Member;
import dev.waymark.login.JsonText.Value;
import java.util.List;
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
        "\"identifier\":{\"type\":\"m.id.user\"",
        "\"user\":\"u\"",
        "\"password\":\"p\"",
        "\"t\\u0079pe\"",
        "\"m.id.thirdparty\"",
        "null",
        "{}"
    })
    @MethodSource("seeds")
    @FuzzTest
    void reading_saysWhatIsThere(byte[] body) {
        LoginRequest request = LoginRequest.read(body);
        String text = RewriteChecks.utf8(body);
        assertThat(request).isEqualTo(text == null ? null : expected(text));
        if (request != null) {
            String user = request.user();
            String userId = request.userId("ac.cdl");
            assertThat(userId == null).isEqualTo(user == null || user.isEmpty());
            assertThat(userId == null || userId.startsWith("@")).isTrue();
        }
    }

    private static @Nullable LoginRequest expected(String text) {
        Value root = JsonText.read(text.startsWith("\ufeff") ? text.substring(1) : text);
        if (root == null || root.kind() != Kind.OBJECT || !isUnambiguous(root, "type", "user", "identifier")) {
            return null;
        }
        List<Member> identifiers = root.named("identifier");
        if (identifiers.isEmpty() || isNull(identifiers.get(0).value())) {
            return new LoginRequest(text(root, "type"), text(root, "user"));
        }
        Value identifier = identifiers.get(0).value();
        if (!isUnambiguous(identifier, "type", "user")) {
            return null;
        }
        boolean named = "m.id.user".equals(text(identifier, "type"));
        return new LoginRequest(text(root, "type"), named ? text(identifier, "user") : null);
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
