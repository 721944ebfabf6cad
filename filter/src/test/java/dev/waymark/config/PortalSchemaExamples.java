// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Good configurations that have every key between them, and the loader as the schema has to agree with it. */
final class PortalSchemaExamples {

    static final String FILE = "portal.json";

    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "WORD", "proxy",
            "URL", "https://env.example",
            "TIME", "3s",
            "TEXT", "eng",
            "ADDRESS", "10.1.0.0/16",
            "KEY", "an environment's key of 32 letters");

    private static final String FULL = """
            {
              "$schema": "https://waymark.example/portal.schema.json",
              "listen": {"host": "portal-1.ac_x.cdl", "port": 8448,
                "tls": {"certificate": "portal.crt", "key": "portal.key"}, "max_connections": 5000},
              "public_base_url": "https://matrix.ac.cdl",
              "rules": "rules.yaml",
              "server_name": "ac.cdl:8448",
              "flows_from": "eng",
              "login": "proxy",
              "trusted_proxies": ["10.0.0.0/8", "2001:db8::/32", "::1"],
              "admin": {"host": "127.0.0.1", "port": 9090},
              "sso": {
                "key": ["0123456789abcdef0123456789abcdef-", "another key of more than 32 characters"],
                "token_lifetime": "2m",
                "login_lifetime": "30m",
                "redirect_urls": ["https://app.element.io:443/a/*", "element://vector/webapp", "io.element:/x?y=z"],
                "targets": {"eng": "Engineering", "hist": "History"},
                "identity_providers": [
                  {"id": "uni", "name": "The university", "icon": "mxc://ac.cdl:80/abc", "brand": "github", "target": "eng",
                    "target_id": "oidc-uni"}
                ],
                "rules": [
                  {"idp": ["eng-*", {"regex": "x.*"}], "host": "eng.ac.cdl", "query": {"dept": "eng"}, "target": "eng"},
                  {"target": "hist"}
                ]
              },
              "registration": "eng",
              "password_reset": "hist",
              "timeouts": {"request": "10s", "connect": "500ms", "response": "30s", "stop": "1m"},
              "probe": {"interval": "10s", "timeout": "5s"},
              "access_log": "logs/access.log"
            }
            """;

    private static final String SMALL = """
            {
              "listen": {"host": "[::1]", "port": 0},
              "rules": "rules.yaml",
              "flows_from": [{"type": "m.login.password"}, {"type": "org.example.x", "more": [1, null, {"a": "b"}]}],
              "login": "redirect",
              "admin": {"port": 0},
              "access_log": "stdout"
            }
            """;

    /** Values that are filled in, wherever they may be. */
    private static final String FILLED_IN = """
            {
              "listen": {"host": "${env:TEXT}", "tls": {"certificate": "./portal.crt", "key": "${env:TEXT}.key"}},
              "public_base_url": "${env:URL}", "rules": "${file:rules}", "server_name": "${env:TEXT}.cdl",
              "flows_from": [{"type": "${env:TEXT} $${x}"}], "login": "${env:WORD}", "trusted_proxies": ["${env:ADDRESS}"],
              "sso": {
                "key": "${env:KEY}", "redirect_urls": ["${env:URL}/*"],
                "targets": {"eng": "${env:TEXT}"},
                "identity_providers": [{"id": "${env:TEXT}", "name": "${env:TEXT}", "target": "${env:TEXT}"}],
                "rules": [{"idp": "${env:TEXT}", "target": "${env:TEXT}"}]
              },
              "registration": "${env:TEXT}", "timeouts": {"stop": "${env:TIME}"}, "access_log": "${env:TEXT}.log"
            }
            """;

    private final PortalFolder folder;

    /** @param path for the files that the examples name */
    PortalSchemaExamples(Path path) throws IOException {
        folder = new PortalFolder(path, ENVIRONMENT);
        folder.write("rules", "rules.yaml\n");
        folder.write("eng.key", "a private key");
    }

    static List<JsonNode> all() {
        return List.of(JSON.readTree(FULL), JSON.readTree(SMALL), JSON.readTree(FILLED_IN));
    }

    /** The problems of a file. */
    List<Problem> problems(JsonNode file) {
        try {
            folder.load(FILE, JSON.writeValueAsString(file));
            return List.of();
        } catch (InvalidRulesException e) {
            return e.problems();
        }
    }
}
