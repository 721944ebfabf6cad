// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {

    private static boolean areSound(String text) {
        return Escapes.areSound(text.toCharArray(), text.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "\\u0041", "\\uFd83\\uabCD", "\\\\u12", "\\n\\\"\\\\", "\\"})
    void escapes_areSound(String text) {
        assertThat(areSound(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\uFd8\u0362", "\\u\uff11234", "\\u12", "\\u12g4", "\\\\\\u\u0661234"})
    void escapes_areNotSound(String text) {
        assertThat(areSound(text)).isFalse();
    }

    @Test
    void read_refuses_whatJacksonTakesForDigits() {
        String request = "{\"user\":\"\\uFd8\u0362\"}";
        String response = "{\"user_id\":\"@\\uFd8\u0362:x\",\"access_token\":\"t\"}";

        assertThat(LoginRequest.read(request.toCharArray(), request.length())).isNull();
        assertThat(LoginResponse.read(response.toCharArray(), response.length()))
                .isNull();
    }
}
