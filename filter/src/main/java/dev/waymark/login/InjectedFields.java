// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import dev.waymark.login.LoginResponse.IdentityServer;
import dev.waymark.login.LoginResponse.Span;
import dev.waymark.login.LoginResponse.WellKnown;
import dev.waymark.login.Splice.Edit;
import dev.waymark.rule.BaseUrl;
import dev.waymark.rule.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of what a target's users are told, made once for each target, and the edits that put it into a response. A
 * {@link BaseUrl} holds nothing that JSON would escape. Immutable.
 */
final class InjectedFields {

    private final Injection injection;
    private final String baseCsUrl;
    private final String homeserver;
    private final @Nullable String identityServer;
    private final String wellKnown;

    private final byte[] baseCsUrlMember;
    private final byte[] wellKnownMember;
    private final byte[] bothMembers;
    /** The change of most responses: they begin with the brace, and hold neither field. Null where nothing is injected. */
    private final @Nullable Splice usual;

    InjectedFields(Target target, Injection injection) {
        this.injection = injection;
        BaseUrl identity = target.identityServer();
        baseCsUrl = '"' + target.baseUrl().toString() + '"';
        homeserver = server(target.baseUrl());
        identityServer = identity == null ? null : server(identity);
        wellKnown = '{'
                + member(LoginResponse.HOMESERVER, homeserver)
                + (identityServer == null ? "" : ',' + member(LoginResponse.IDENTITY_SERVER, identityServer))
                + '}';
        String first = member(Injection.BASE_CS_URL, baseCsUrl) + ',';
        String second = member(Injection.WELL_KNOWN, wellKnown) + ',';
        baseCsUrlMember = ascii(first);
        wellKnownMember = ascii(second);
        bothMembers = ascii(first + second);
        usual = edit(new LoginResponse("", null, 1, null, null));
    }

    /** The fields as an object of their own, for a reader: those that the injection asks for. */
    String json() {
        List<String> members = new ArrayList<>(2);
        if (injection.baseCsUrl()) {
            members.add(member(Injection.BASE_CS_URL, baseCsUrl));
        }
        if (injection.wellKnown()) {
            members.add(member(Injection.WELL_KNOWN, wellKnown));
        }
        return '{' + String.join(",", members) + '}';
    }

    /** The change that the response needs, or null where it says all it should. */
    @Nullable
    Splice into(LoginResponse response) {
        boolean isUsual = response.start() == 1 && response.baseCsUrl() == null && response.wellKnown() == null;
        return isUsual ? usual : edit(response);
    }

    private @Nullable Splice edit(LoginResponse response) {
        List<Edit> edits = new ArrayList<>(4);
        Span sentUrl = response.baseCsUrl();
        WellKnown sentWellKnown = response.wellKnown();
        addAbsent(
                injection.baseCsUrl() && sentUrl == null,
                injection.wellKnown() && sentWellKnown == null,
                response.start(),
                edits);
        if (injection.baseCsUrl() && sentUrl != null && replaces(sentUrl)) {
            edits.add(replace(sentUrl, baseCsUrl));
        }
        if (injection.wellKnown() && sentWellKnown != null && replaces(sentWellKnown.value())) {
            if (sentWellKnown.isObject()) {
                rewrite(sentWellKnown, edits);
            } else {
                edits.add(replace(sentWellKnown.value(), wellKnown));
            }
        }
        // Stable, so that what is put in front of a member comes before the change of that member.
        edits.sort(Comparator.comparingInt(Edit::start));
        return edits.isEmpty() ? null : new Splice(edits);
    }

    /** A login response is never an empty object, so a comma always follows what is put in front. */
    private void addAbsent(boolean url, boolean wellKnownToo, int start, List<Edit> edits) {
        if (url || wellKnownToo) {
            byte[] members = !wellKnownToo ? baseCsUrlMember : !url ? wellKnownMember : bothMembers;
            edits.add(new Edit(start, start, members));
        }
    }

    /** Sets the servers in the object that the homeserver sent; all other keys of it stay. */
    private void rewrite(WellKnown sent, List<Edit> edits) {
        IdentityServer sentIdentity = sent.identityServer();
        boolean dropped = identityServer == null && sentIdentity != null && !sentIdentity.usable();
        List<String> added = new ArrayList<>(2);
        if (sent.homeserver() == null) {
            added.add(member(LoginResponse.HOMESERVER, homeserver));
        }
        if (identityServer != null && sentIdentity == null) {
            added.add(member(LoginResponse.IDENTITY_SERVER, identityServer));
        }
        if (!added.isEmpty()) {
            int place = sent.value().start() + 1;
            boolean moreFollow = sent.members() > (dropped ? 1 : 0);
            edits.add(new Edit(place, place, ascii(String.join(",", added) + (moreFollow ? "," : ""))));
        }
        if (sent.homeserver() != null) {
            edits.add(replace(sent.homeserver(), homeserver));
        }
        if (sentIdentity != null && identityServer != null) {
            edits.add(replace(sentIdentity.value(), identityServer));
        } else if (sentIdentity != null && dropped) {
            edits.add(replace(sentIdentity.member(), ""));
        }
    }

    private boolean replaces(Span sent) {
        return sent.isNull() || !injection.keepExisting();
    }

    private static Edit replace(Span span, String json) {
        return new Edit(span.start(), span.end(), ascii(json));
    }

    private static String server(BaseUrl url) {
        return '{' + member("base_url", '"' + url.toString() + '"') + '}';
    }

    private static String member(String name, String json) {
        return '"' + name + "\":" + json;
    }

    private static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }
}
