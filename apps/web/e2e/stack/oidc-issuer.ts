import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";

type Identity = { email: string; email_verified: boolean };
type Grant = { nonce: string; challenge: string; identity: Identity; isFresh: boolean };

const KEY_ID = "e2e";
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * A small OpenID Connect provider. A POST to /identity says who is signed in there from then on. It checks PKCE and
 * returns the nonce, as a real provider does.
 */
export async function startOidcIssuer(client: { id: string; secret: string }) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  let identity: Identity = { email: "nobody@zonnewende.example", email_verified: true };
  let issuer = "";

  const signToken = ({ nonce, identity: { email, email_verified }, isFresh }: Grant) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      aud: client.id,
      sub: email,
      email,
      email_verified,
      nonce,
      iat: now,
      // A user who was not asked to sign in again did so an hour ago.
      auth_time: isFresh ? now : now - 3600,
      exp: now + 60,
    };
    const text = `${base64({ alg: "RS256", kid: KEY_ID, typ: "JWT" })}.${base64(claims)}`;
    return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
  };
  const redeem = (form: URLSearchParams, authorization: string) => {
    const grant = grants.get(form.get("code") ?? "");
    grants.delete(form.get("code") ?? "");
    const verifier = form.get("code_verifier") ?? "";
    const isProven = grant?.challenge === createHash("sha256").update(verifier).digest("base64url");
    const isClient =
      authorization === `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`;
    if (!grant || !isProven || !isClient) return null;
    return { access_token: randomUUID(), token_type: "Bearer", expires_in: 60, id_token: signToken(grant) };
  };

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", issuer);
      const answer = (status: number, body: object) =>
        response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
      switch (url.pathname) {
        case "/.well-known/openid-configuration":
          return answer(200, {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            response_types_supported: ["code"],
            id_token_signing_alg_values_supported: ["RS256"],
          });
        case "/keys":
          return answer(200, {
            keys: [{ ...publicKey.export({ format: "jwk" }), kid: KEY_ID, alg: "RS256", use: "sig" }],
          });
        case "/identity":
          identity = JSON.parse(await readAll(request)) as Identity;
          return answer(200, {});
        case "/authorize": {
          const code = randomUUID();
          grants.set(code, {
            nonce: url.searchParams.get("nonce") ?? "",
            challenge: url.searchParams.get("code_challenge") ?? "",
            identity,
            isFresh: url.searchParams.get("prompt") === "login" && url.searchParams.get("max_age") === "0",
          });
          const back = new URL(url.searchParams.get("redirect_uri") ?? "");
          back.searchParams.set("code", code);
          back.searchParams.set("state", url.searchParams.get("state") ?? "");
          return response.writeHead(302, { Location: back.href }).end();
        }
        case "/token": {
          const form = new URLSearchParams(await readAll(request));
          const tokens = redeem(form, request.headers.authorization ?? "");
          return tokens ? answer(200, tokens) : answer(400, { error: "invalid_grant" });
        }
        default:
          return answer(404, {});
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    url: issuer,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readAll(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
