// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A page of the portal's, which is written so that it is XML as well. */
record Html(Document document) {

    static Html parse(String page) {
        assertThat(page).startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return new Html(factory.newDocumentBuilder().parse(new InputSource(new StringReader(page))));
        } catch (Exception e) {
            throw new AssertionError(page, e);
        }
    }

    List<Element> elements(String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    /** The texts of all elements of a name. */
    List<String> all(String name) {
        return elements(name).stream().map(Element::getTextContent).toList();
    }

    /** The headers that every answer of single sign-on has; and the policy lets a page's own style through. */
    static void assertSafe(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
        assertThat(policy.split("; "))
                .contains("default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'")
                .hasSize(5);
        if (answer.body().startsWith("<")) {
            parse(answer.body())
                    .all("style")
                    .forEach(style -> assertThat(policy).contains("; style-src 'sha256-" + sha256(style) + "';"));
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
