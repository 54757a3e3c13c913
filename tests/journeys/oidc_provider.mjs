// A real OpenID provider for the tests: oidc-provider (certified), with people whose groups a test decides. It is
// started with one line of JSON on standard input and prints its issuer when it listens; later lines change its people.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const settings = JSON.parse((await lines.next()).value);
const resolve = createRequire(pathToFileURL(`${settings.modules}/`)).resolve;
const { default: Provider } = await import(pathToFileURL(resolve("oidc-provider")).href);

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "lur",
      client_secret: settings.secret,
      redirect_uris: settings.redirects,
      post_logout_redirect_uris: settings.signedOut,
      backchannel_logout_uri: settings.backChannel,
      backchannel_logout_session_required: true,
    },
  ],
  cookies: { keys: ["only for tests"] },
  claims: { openid: ["sub"], profile: ["name", "locale"], email: ["email", "email_verified"], groups: ["groups"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `<!doctype html><title>Out</title>${form}<button autofocus type="submit" form="op.logoutForm" value="yes" name="logout">Yes, sign me out</button>`;
      },
    },
  },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.se`, email_verified: true, locale: "sv", ...settings.people[id] }),
  }),
});
server.on("request", provider.callback());
process.stdout.write(`${issuer}\n`);
for (let line = await lines.next(); !line.done; line = await lines.next()) {
  Object.assign(settings.people, JSON.parse(line.value));
  process.stdout.write("changed\n");
}
process.exit(0);
