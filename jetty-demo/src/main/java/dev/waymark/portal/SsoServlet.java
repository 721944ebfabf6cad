// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.QueryParameters.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.login.LoginOrigin;
import dev.waymark.portal.SignedTokens.Purpose;
import dev.waymark.portal.SignedTokens.Signed;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Single sign-on through the portal (Matrix specification, client-server API, "Client login via SSO"): sends a browser to a target's own, and
 * when that sends it back with a login token of the target's, on to the client with a login token of the portal's, which holds the other.
 *
 * <p>Nothing is remembered: what has to be known when the browser comes back is signed and goes with it. So any portal with the same keys can
 * take any step. The target is named in the address that the browser comes back to beside the signed state, so that a target that
 * sends browsers to its own such address only takes no part in a login that was begun for another (RFC 9700, section 4.4.2).
 *
 * <p>Where it refuses, it says so on a page to a browser, and in JSON to others. Nothing of a request is logged or repeated.
 */
final class SsoServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Where targets send browsers back to. */
    static final String CALLBACK = "/_waymark/sso/callback";

    private static final String REDIRECT = "/_matrix/client/v3/login/sso/redirect";

    /** The paths to map it to. */
    static final List<String> PATHS = Stream.concat(
                    Stream.of(CALLBACK),
                    Stream.of("r0", "v1", "v3", "unstable")
                            .map(version -> "/_matrix/client/" + version + "/login/sso/redirect/*"))
            .toList();

    private static final String METHODS = "GET, HEAD, OPTIONS";

    private static final String REDIRECT_URL = "redirectUrl";
    private static final String LOGIN_TOKEN = "loginToken";
    private static final String STATE = "state";
    private static final String TARGET = "target";

    /** Says whether the user wants to log in or to register; passed on, with these values (specification, and MSC3824). */
    private static final List<String> ACTIONS = List.of("action", "org.matrix.msc3824.action");

    private static final Set<String> ACTION_VALUES = Set.of("login", "register");

    private static final Pattern QUALITY = Pattern.compile("\\s*[Qq]=([01](?:\\.[0-9]{0,3})?)\\s*");

    private static final System.Logger LOG = System.getLogger(SsoServlet.class.getName());

    private final transient SingleSignOn sso;
    private final transient SsoChoice choice;
    private final transient RedirectUrls redirectUrls;
    private final transient SignedTokens states;
    private final transient LoginTokens loginTokens;
    private final transient Supplier<@Nullable Rules> rules;
    private final transient Supplier<BaseUrl> ownUrl;

    /**
     * Single sign-on as configured.
     *
     * @param rules those in force, which know where the targets are; null where there are none for the moment
     * @param ownUrl where browsers reach the portal
     * @throws IllegalArgumentException where the configuration holds what no browser could be sent to
     */
    SsoServlet(SingleSignOn sso, Supplier<@Nullable Rules> rules, Supplier<BaseUrl> ownUrl, Clock clock) {
        if (sso.targets().keySet().stream().anyMatch(name -> name.getBytes(UTF_8).length > SignedTokens.MAX_NAME)) {
            throw new IllegalArgumentException(
                    "a target of single sign-on has a name of more than " + SignedTokens.MAX_NAME + " bytes");
        }
        this.sso = sso;
        this.choice = new SsoChoice(sso);
        this.redirectUrls = new RedirectUrls(sso.redirectUrls());
        this.states = new SignedTokens(sso.keys(), clock);
        this.loginTokens = new LoginTokens(sso, clock);
        this.rules = rules;
        this.ownUrl = ownUrl;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SsoPages.HEADERS.forEach(response::setHeader);
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            response.setHeader("Allow", METHODS);
            refuse(SsoError.METHOD_NOT_ALLOWED, request, response);
            return;
        }
        QueryParameters query = QueryParameters.parse(request.getQueryString());
        if (query == null) {
            refuse(SsoError.BAD_QUERY, request, response);
        } else if (Paths.of(request).equals(CALLBACK)) {
            comeBack(query, request, response);
        } else {
            begin(query, request, response);
        }
    }

    // To the target.

    private void begin(QueryParameters query, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<String> urls = query.all(REDIRECT_URL);
        if (urls.size() != 1 || !redirectUrls.allow(urls.get(0))) {
            SsoError error = urls.isEmpty() ? SsoError.NO_REDIRECT_URL : SsoError.FOREIGN_REDIRECT_URL;
            refuse(urls.size() > 1 ? SsoError.MANY_REDIRECT_URLS : error, request, response);
            return;
        }
        String info = request.getPathInfo();
        SsoChoice.Answer answer = choice.choose(
                info == null ? null : info.substring(1), LoginOrigin.host(request.getServerName()), query);
        if (answer instanceof SsoChoice.Refuse refusal) {
            refuse(refusal.error(), request, response);
        } else if (answer instanceof SsoChoice.Send send) {
            Target target = find(send.target());
            if (target == null) {
                refuse(SsoError.UNAVAILABLE, request, response);
            } else {
                redirect(signOn(target, send.provider(), urls.get(0), query), response);
            }
        } else {
            ask(urls.get(0), query, request, response);
        }
    }

    private @Nullable Target find(String name) {
        Rules current = rules.get();
        Target target = current == null ? null : current.target(name);
        if (target == null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "single sign-on at {0} cannot be used: the rules in force have no such target",
                    name);
        }
        return target;
    }

    /** Where a browser begins single sign-on at a target. */
    private String signOn(Target target, @Nullable String provider, String redirectUrl, QueryParameters query) {
        String name = nameOf(target);
        String state = states.sign(Purpose.STATE, sso.loginLifetime(), name, redirectUrl);
        String callback = ownUrl.get() + CALLBACK + '?' + TARGET + '=' + encode(name) + '&' + STATE + '=' + state;
        StringBuilder url = new StringBuilder(target.baseUrl().toString()).append(REDIRECT);
        if (provider != null) {
            url.append('/').append(encode(provider));
        }
        url.append('?').append(REDIRECT_URL).append('=').append(encode(callback));
        return url.append(actions(query)).toString();
    }

    /** Asks the user for a target, where there is more than one. */
    private void ask(
            String redirectUrl, QueryParameters query, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<Target> targets = sso.targets().keySet().stream()
                .map(this::find)
                .filter(Objects::nonNull)
                .toList();
        if (targets.isEmpty()) {
            refuse(SsoError.UNAVAILABLE, request, response);
        } else if (targets.size() == 1) {
            Target only = targets.get(0);
            redirect(signOn(only, null, redirectUrl, query), response);
        } else {
            send(200, SsoPages.TYPE, SsoPages.choice(links(targets, redirectUrl, query)), response);
        }
    }

    private Map<String, String> links(List<Target> targets, String redirectUrl, QueryParameters query) {
        String rest = '?' + REDIRECT_URL + '=' + encode(redirectUrl) + actions(query) + '&' + SsoChoice.TARGET + '=';
        Map<String, String> links = new LinkedHashMap<>();
        for (Target target : targets) {
            String name = nameOf(target);
            links.put(rest + encode(name), sso.targets().getOrDefault(name, name));
        }
        return links;
    }

    /** The name of a target that was found by it. */
    private static String nameOf(Target target) {
        return Objects.requireNonNull(target.name(), "a target of the rules has no name");
    }

    /** What else of a query is passed on. */
    private static String actions(QueryParameters query) {
        StringBuilder actions = new StringBuilder();
        for (String name : ACTIONS) {
            String value = query.one(name);
            if (value != null && ACTION_VALUES.contains(value)) {
                actions.append('&').append(name).append('=').append(value);
            }
        }
        return actions.toString();
    }

    // And back.

    private void comeBack(QueryParameters query, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String state = query.one(STATE);
        String token = query.one(LOGIN_TOKEN);
        if (state == null || token == null) {
            refuse(SsoError.NO_TOKEN, request, response);
            return;
        }
        Signed begun = states.open(Purpose.STATE, state);
        SsoError error = problem(begun, query.one(TARGET), token);
        if (begun == null || error != null) {
            refuse(error == null ? SsoError.BAD_STATE : error, request, response);
            return;
        }
        redirect(RedirectUrls.withToken(begun.text(), loginTokens.of(begun.target(), token)), response);
    }

    /** Why a login does not go on, or null. */
    private @Nullable SsoError problem(@Nullable Signed begun, @Nullable String target, String token) {
        if (begun == null || !begun.target().equals(target)) {
            return SsoError.BAD_STATE;
        }
        if (begun.isExpired()) {
            return SsoError.LATE;
        }
        // The list and the targets may have changed since.
        if (!redirectUrls.allow(begun.text())) {
            return SsoError.FOREIGN_REDIRECT_URL;
        }
        if (!sso.targets().containsKey(begun.target())) {
            return SsoError.UNKNOWN_TARGET;
        }
        if (find(begun.target()) == null) {
            return SsoError.UNAVAILABLE;
        }
        return token.isEmpty() || !SignedTokens.fits(token) ? SsoError.BAD_TOKEN : null;
    }

    // Answers.

    private static void redirect(String url, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", url);
        response.setContentLength(0);
    }

    private static void refuse(SsoError error, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean page = isForBrowser(request);
        // The address may hold a login token, which the page that opened this one is not to read there.
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        send(error.status(), page ? SsoPages.TYPE : Json.TYPE, page ? SsoPages.error(error) : error.json(), response);
    }

    private static void send(int status, String type, String text, HttpServletResponse response) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Whether HTML is asked for by its name, and rather than JSON. */
    private static boolean isForBrowser(HttpServletRequest request) {
        double html = 0;
        double json = 0;
        for (String accept : Collections.list(request.getHeaders("Accept"))) {
            // Not by Jetty, whose reader repeats in an exception, and so in the log, what it cannot read.
            for (String range : accept.split(",", -1)) {
                String[] parts = range.split(";", -1);
                String type = parts[0].strip();
                if (type.equalsIgnoreCase("text/html")) {
                    html = Math.max(html, quality(parts));
                } else if (type.equalsIgnoreCase(Json.TYPE)) {
                    json = Math.max(json, quality(parts));
                }
            }
        }
        return html > 0 && html >= json;
    }

    /** RFC 9110, section 12.4.2; what is no quality is none. */
    private static double quality(String[] range) {
        for (String part : range) {
            Matcher quality = QUALITY.matcher(part);
            if (quality.matches()) {
                return Double.parseDouble(quality.group(1));
            }
        }
        return 1;
    }
}
