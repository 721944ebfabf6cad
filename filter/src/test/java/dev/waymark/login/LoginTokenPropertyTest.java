// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LoginTokenPropertyTest {

    /** What stands before the token of a request, and what behind it. */
    @Provide
    Arbitrary<List<String>> requests() {
        Arbitrary<String> space = Arbitraries.strings().withChars(" \t\r\n").ofMaxLength(2);
        Arbitrary<String> value = Arbitraries.of(
                "1.50e+2",
                "null",
                "\"\\u00e9\u20ac\\\"\"",
                "{\"token\":\"t\",\"type\":[]}",
                "[[], {\"type\" : \"m.login.token\"}]",
                "\"\ud83d\ude00\"");
        Arbitrary<List<String>> others = Combinators.combine(space, value)
                .as((gap, v) -> "\"x\"" + gap + ':' + v)
                .list()
                .ofMaxSize(3);
        return Combinators.combine(others, space, Arbitraries.randoms()).as((more, gap, random) -> {
            List<String> members = new ArrayList<>(more);
            members.add(random.nextInt(members.size() + 1), "\"type\":" + gap + "\"m.login.token\"");
            int place = random.nextInt(members.size() + 1);
            String head = gap + '{' + gap;
            String before = String.join(gap + ',', members.subList(0, place));
            String after = String.join(',' + gap, members.subList(place, members.size()));
            return List.of(
                    head + before + (place == 0 ? "" : ",") + "\"token\"" + gap + ':',
                    (place == members.size() ? "" : gap + ',') + after + '}' + gap);
        });
    }

    @Property
    void replacingAndReplacingBack_restoresBytes(
            @ForAll("requests") List<String> request, @ForAll String old, @ForAll String other) {
        byte[] plain = body(request, "\"t\"");
        byte[] body = Objects.requireNonNull(LoginToken.in(plain)).replacedBy(old);

        byte[] replaced = Objects.requireNonNull(LoginToken.in(body)).replacedBy(other);
        LoginToken found = Objects.requireNonNull(LoginToken.in(replaced));

        assertThat(found.value()).isEqualTo(other);
        assertThat(found.replacedBy(old)).isEqualTo(body);
        assertThat(found.replacedBy("t")).isEqualTo(plain);
    }

    @Property
    void replacing_changesTokenAlone(@ForAll("requests") List<String> request, @ForAll String token) {
        LoginToken old = Objects.requireNonNull(LoginToken.in(body(request, "\"\\u0074\u20ac\\n\"")));
        byte[] replaced = old.replacedBy(token);

        assertThat(old.value()).isEqualTo("t\u20ac\n");
        String text = new String(replaced, UTF_8);
        assertThat(text).startsWith(request.get(0) + '"').endsWith('"' + request.get(1));
        assertThat(Objects.requireNonNull(JsonText.read(text)).named("token"))
                .singleElement()
                .satisfies(member -> assertThat(member.value().text()).isEqualTo(token));
    }

    private static byte[] body(List<String> request, String token) {
        return (request.get(0) + token + request.get(1)).getBytes(UTF_8);
    }
}
