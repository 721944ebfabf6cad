// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of a browser as single sign-on needs: redirects, cookies, forms and links. */
final class Browser {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_STEPS = 20;
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]*)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input[^>]* type=\"hidden\"[^>]* name=\"([^\"]*)\"[^>]* value=\"([^\"]*)\"");

    /** Where pages of errors say what went wrong, among drawings and styles. */
    private static final Pattern ERROR_TEXT = Pattern.compile("<(?:strong|p|h1)[^>]*>[^<]+|^\\{.*");

    private static final Pattern COOKIE_PATH = Pattern.compile("(?i); *path=([^; ]*)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Cookie> cookies = new ArrayList<>();
    private final List<URI> visited = new ArrayList<>();
    private String page = "";

    /** A cookie of this machine, whose servers share them, whatever their port. */
    private record Cookie(String name, String value, String path) {}

    /** All addresses that were asked for, in their order. */
    List<URI> visited() {
        return visited;
    }

    /** Opens an address, and follows redirects, at most to one that begins like this, which is returned and not asked for. */
    URI open(String url, String end) {
        return follow(HttpRequest.newBuilder(URI.create(url)), end);
    }

    /** Sends the form on the page, with what is hidden in it and these fields. */
    URI submit(Map<String, String> fields, String end) {
        List<String> pairs = new ArrayList<>();
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            pairs.add(pair(hidden.group(1), hidden.group(2)));
        }
        pairs.addAll(fields.entrySet().stream()
                .map(field -> pair(field.getKey(), field.getValue()))
                .toList());
        URI action = here().resolve(unescaped(only(FORM)));
        return follow(
                HttpRequest.newBuilder(action)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(String.join("&", pairs))),
                end);
    }

    /** Clicks the link whose address begins and ends like this. */
    URI click(String start, String tail, String end) {
        Pattern link = Pattern.compile("href=\"(" + Pattern.quote(start) + "[^\"]*" + Pattern.quote(tail) + ")\"");
        String target = unescaped(only(link));
        // Java resolves it as RFC 2396 has it, browsers as RFC 3986: the path stays.
        URI page = target.startsWith("?") ? URI.create(here().toString().replaceFirst("\\?.*", "")) : here();
        return open(
                target.startsWith("?") ? page + target : page.resolve(target).toString(), end);
    }

    String page() {
        return page;
    }

    private URI here() {
        return visited.get(visited.size() - 1);
    }

    private String only(Pattern pattern) {
        Matcher matcher = pattern.matcher(page);
        assertThat(matcher.find())
                .as("%s on the page at %s", pattern, here().getPath())
                .isTrue();
        return matcher.group(1);
    }

    private URI follow(HttpRequest.Builder request, String end) {
        HttpRequest.Builder next = request;
        for (int step = 0; step < MOST_STEPS; step++) {
            HttpRequest built = withCookies(next).timeout(LIMIT).build();
            visited.add(built.uri());
            HttpResponse<String> answer =
                    client.sendAsync(built, BodyHandlers.ofString()).join();
            keepCookies(answer);
            page = answer.body();
            if (answer.statusCode() < 300 || answer.statusCode() > 399) {
                assertThat(answer.statusCode())
                        .as(
                                "%s: %s",
                                built.uri().getPath(),
                                ERROR_TEXT
                                        .matcher(page)
                                        .results()
                                        .map(MatchResult::group)
                                        .toList())
                        .isEqualTo(200);
                return built.uri();
            }
            URI location =
                    built.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
            if (location.toString().startsWith(end)) {
                return location;
            }
            next = HttpRequest.newBuilder(location);
        }
        throw new AssertionError("still redirected at " + here().getPath());
    }

    private HttpRequest.Builder withCookies(HttpRequest.Builder request) {
        String path = request.build().uri().getPath();
        String sent = cookies.stream()
                .filter(cookie -> path.startsWith(cookie.path()))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        request.header("Accept", "text/html");
        return sent.isEmpty() ? request : request.header("Cookie", sent);
    }

    /** Those for secure connections too: browsers take the loopback interface for one. */
    private void keepCookies(HttpResponse<?> answer) {
        for (String header : answer.headers().allValues("Set-Cookie")) {
            String[] pair = header.split(";", 2)[0].split("=", 2);
            Matcher path = COOKIE_PATH.matcher(header);
            cookies.removeIf(cookie -> cookie.name().equals(pair[0]));
            cookies.add(new Cookie(pair[0], pair[1], path.find() ? path.group(1) : "/"));
        }
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String unescaped(String html) {
        return html.replace("&#x3D;", "=").replace("&amp;", "&");
    }
}
