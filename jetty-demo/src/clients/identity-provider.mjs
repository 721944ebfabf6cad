import { createServer } from "node:http";
import Provider from "oidc-provider";

/**
 * An OpenID Connect provider on a free port of the loopback interface, for tests: whoever logs in is who they say they are. It knows one
 * client, "synapse", whose secret is in the environment variable WAYMARK_CLIENT_SECRET, at any port of this machine. Prints its address
 * when it answers; nothing is kept.
 */
const client_secret = process.env.WAYMARK_CLIENT_SECRET;
if (!client_secret) {
  process.stderr.write("WAYMARK_CLIENT_SECRET is not set\n");
  process.exit(1);
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const client = {
    client_id: "synapse",
    client_secret,
    // Such a client's port need not be known beforehand (RFC 8252, section 7.3).
    application_type: "native",
    redirect_uris: ["http://127.0.0.1/_synapse/client/oidc/callback"],
  };
  const provider = new Provider(issuer, { clients: [client] });
  server.on("request", provider.callback());
  process.stdout.write(`issuer: ${issuer}\n`);
});
