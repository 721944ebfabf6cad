// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Good rules files that have every key between them, and the loader as the schema has to agree with it. */
final class SchemaExamples {

    static final String FILE = "waymark.json";

    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "WORD", "keep", "URL", "https://env.example", "TIME", "3s", "TEXT", "text", "ADDRESS", "10.1.0.0/16");

    /** Conditions and outcomes of every kind. */
    private static final String RULES = """
            {
              "$schema": "https://waymark.example/rules.schema.json",
              "inject": ["base_cs_url", "well_known"],
              "existing": "keep",
              "on_failure": "reject",
              "max_body": 4096,
              "reload": "10s",
              "targets": {
                "eng": {"base_cs_url": "https://matrix.eng.ac.cdl:8448/hs/"},
                "hist": {"base_cs_url": "http://10.0.0.1", "identity_server": "https://id.ac.cdl",
                  "upstream": "http://10.9.8.7:8008/hs/"}
              },
              "rules": [
                {"name": "facts", "user_id": ["@ada:ac.cdl", "@b*:ac.cdl"], "localpart": "a-?",
                  "server_name": "ac.cdl", "device_id": "D*", "login_type": "m.login.password", "identifier": "*",
                  "medium": "email", "address": "*@ac.cdl", "host": ["matrix.ac.cdl"], "target": "eng"},
                {"client_ip": ["10.0.0.0/8", "2001:db8::/32", "::1", "127.0.0.1"], "target": "hist"},
                {"client_ip": "192.168.0.0/16", "header": {"X-Campus": ["east", {"regex": "w.st"}], "x-a": "b"},
                  "not": {"localpart": "bot-*", "not": {"host": "x"}, "header": {"y": "z"}, "client_ip": "10.0.0.1"},
                  "leave": true},
                {"localpart": {"regex": "[a-z]+\\\\.(?P<dept>[a-z]+)"},
                  "base_cs_url": "https://{dept}-x.hs.ac.cdl:443/a/{user_id}/b{server_name}"},
                {"hash": {"by": "localpart", "targets": {"eng": 2, "hist": 1}, "healthy": true}},
                {"hash": {"by": "user_id", "targets": ["eng", "hist"]}},
                {"round_robin": ["eng", "hist", "eng"]},
                {"round_robin": {"targets": ["eng", "hist", "eng"], "healthy": true}}
              ]
            }
            """;

    /** Directories of every type. */
    private static final String DIRECTORIES = """
            {
              "targets": {"eng": {"base_cs_url": "https://eng.ac.cdl"}},
              "directories": {
                "staff": {"type": "csv", "file": "staff.csv", "key": "email", "target": "target", "separator": ";",
                  "ignore_case": true, "timeout": "500ms", "cache": false, "on_error": "next",
                  "allowed_hosts": ["*.ac.cdl", "[::1]"], "max_concurrent": 4},
                "db": {"type": "jdbc", "query": "select 1 where :user_id = ''", "url": "jdbc:h2:mem:schema",
                  "user": "sa", "password": "x", "properties": {"IFEXISTS": "TRUE", "TRACE_LEVEL_FILE": "0"},
                  "pool_size": 2, "timeout": "1m", "cache": {"size": 10, "ttl": "1d", "negative_ttl": "0s"}},
                "container": {"type": "jdbc", "query": "select 1 where :localpart = ''", "data_source": "java:comp/env/x"},
                "people": {"type": "ldap", "url": ["ldaps://ldap.ac.cdl", "ldaps://ldap2.ac.cdl:636/"],
                  "bind_dn": "cn=reader", "password": "x", "starttls": false, "allow_cleartext": false,
                  "base": "ou=people,dc=ac,dc=cdl", "scope": "one", "filter": "(uid={localpart})",
                  "attribute": "labeledURI;x", "prefix": "https://", "pool_size": 3, "allowed_hosts": "hs.ac.cdl"},
                "plain": {"type": "ldap", "url": "ldap://ldap.ac.cdl", "bind_dn": "cn=reader", "password": "x",
                  "starttls": true, "base": "dc=cdl", "filter": "(mail={address})", "attribute": "1.2.3"},
                "info": {"type": "http", "url": "https://info.ac.cdl:443/_matrix/{medium}?address={address}",
                  "method": "GET", "headers": {"X-Key": "a b"}, "answer": "/hs/0", "prefix": "https://x."},
                "posted": {"type": "http", "url": "http://127.0.0.1/x", "method": "POST",
                  "body": {"user": "{user_id}", "empty": ""}, "answer": "/a~1b", "prefix": "hs-", "on_error": "fail"}
              },
              "rules": [{"name": "staff", "lookup": "staff"}]
            }
            """;

    /** Values that are filled in, wherever they may be. */
    private static final String FILLED_IN = """
            {
              "existing": "${env:WORD}", "inject": ["well_known"], "reload": false,
              "targets": {"text": {"base_cs_url": "${env:URL}/x"}},
              "directories": {
                "d": {"type": "http", "url": "${env:URL}/{user_id}", "answer": "/${env:TEXT}", "timeout": "${env:TIME}",
                  "headers": {"Authorization": "Bearer ${file:secret}"}, "allowed_hosts": "${env:TEXT}.example"}
              },
              "rules": [
                {"name": "${env:TEXT} $${x}", "localpart": "$${${env:TEXT}", "client_ip": "${env:ADDRESS}",
                  "target": "${env:TEXT}"},
                {"localpart": {"regex": "${env:TEXT}"}, "base_cs_url": "https://${env:TEXT}.example/{localpart}"}
              ]
            }
            """;

    private final Path folder;

    /** @param folder for the files that the examples name */
    SchemaExamples(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("staff.csv"), "email;target\na@ac.cdl;eng\n");
        Files.writeString(folder.resolve("secret"), "hunter2\n");
    }

    static List<JsonNode> all() {
        return List.of(JSON.readTree(RULES), JSON.readTree(DIRECTORIES), JSON.readTree(FILLED_IN));
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /** The problems of a file. */
    List<Problem> problems(JsonNode file) {
        String text = JSON.writeValueAsString(file);
        RuleSource source = new InFolder(folder, text);
        try {
            RulesFile.load(source, null, ENVIRONMENT::get).close();
            return List.of();
        } catch (InvalidRulesException e) {
            return e.problems();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record InFolder(Path folder, String text) implements RuleSource {

        @Override
        public String name() {
            return FILE;
        }

        @Override
        public String read() {
            return text;
        }
    }
}
