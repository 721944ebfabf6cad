// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.StringReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no rule looks at is not looked up, and the request's body stays the container's own. */
class UnaskedFactsTest {

    private final HttpServletRequest request = mock();
    private final ServletInputStream stream = mock();
    private final BufferedReader reader = new BufferedReader(new StringReader("{}"));

    @BeforeEach
    void request() throws Exception {
        when(request.getInputStream()).thenReturn(stream);
        when(request.getReader()).thenReturn(reader);
    }

    private CapturingRequest captured(String conditions) throws Exception {
        RulesFile file = RulesFile.load(RuleSource.text(
                "rules", "{\"rules\": [{" + conditions + ", \"base_cs_url\": \"https://hist.example\"}]}"));
        HttpServletResponse response = mock();
        return new Capture(mock(), new Rewriting(file), request, response).originalRequest();
    }

    @Test
    void body_isTheContainersOwn_whereNoRuleLooksAtIt() throws Exception {
        for (String conditions : new String[] {
            "\"user_id\": \"@ada:ac.example\"", "\"device_id\": \"ABC\"", "\"client_ip\": \"::1\"", "\"host\": \"x\""
        }) {
            CapturingRequest captured = captured(conditions);

            assertThat(captured.getInputStream()).as(conditions).isSameAs(stream);
            assertThat(captured.getReader()).as(conditions).isSameAs(reader);
        }
    }

    @Test
    void body_isOurs_andTheSameEachTime_whereARuleLooksAtIt() throws Exception {
        for (String fact : new String[] {"login_type", "identifier", "medium", "address"}) {
            CapturingRequest captured = captured("\"" + fact + "\": \"x\"");

            assertThat(captured.getInputStream()).as(fact).isNotSameAs(stream).isSameAs(captured.getInputStream());
            assertThat(captured.getReader()).as(fact).isNotSameAs(reader).isSameAs(captured.getReader());
        }
    }

    @Test
    void addressAndHost_areNotLookedUp_whereNoRuleLooksAtThem() throws Exception {
        captured("\"user_id\": \"@ada:ac.example\", \"identifier\": \"ada\", \"header\": {\"X\": \"y\"}");

        verify(request, never()).getRemoteAddr();
        verify(request, never()).getServerName();
        verify(request, never()).getHeaders(anyString());
        verify(request, never()).getInputStream();
    }
}
