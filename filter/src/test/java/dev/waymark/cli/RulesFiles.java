// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

/** Rules files for these tests. */
final class RulesFiles {

    static final String GOOD = """
            {
              "targets": {
                "eng":  {"base_cs_url": "https://matrix.eng.ac.cdl"},
                "hist": {"base_cs_url": "https://matrix.hist.ac.cdl", "identity_server": "https://id.ac.cdl"}
              },
              "rules": [
                {"name": "deans",       "user_id": "@ada:ac.cdl",       "target": "hist"},
                {"name": "engineering", "server_name": "eng.ac.cdl",    "target": "eng"},
                {"name": "by type",     "login_type": "m.login.sso",    "target": "eng"},
                {"name": "campus",      "client_ip": "10.0.0.0/8", "header": {"X-Campus": "yes"}, "target": "eng"},
                {"name": "own",         "localpart": {"regex": "own-(?P<who>[a-z]+)"},
                                        "base_cs_url": "https://{who}.users.ac.cdl"},
                {"name": "bots",        "localpart": "bot-*",           "leave": true}
              ]
            }
            """;

    private RulesFiles() {}
}
