import { sign as signBytes } from "node:crypto";
import { expect, test } from "vitest";
import { withOtherS } from "../../device/base/lowS.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { paths } from "../../device/contract/upstream.ts";
import { newKeyPair } from "../support/keyPair.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { createTestTerminal, identity, outcomeOf, payloadOf, respelt, type TestTerminal } from "./testTerminal.ts";

const path = paths.bindings(identity.sn);
const authorized = (terminal: TestTerminal, authorization: string) => ({
  message: { method: "GET", path, headers: { authorization }, body: "" },
  terminal,
});

/** Takes a good query apart and puts it together again with other text in the place of one part. */
async function withPart(terminal: TestTerminal, index: 0 | 1 | 2, change: (part: string) => string): Promise<string> {
  const parts = (await terminal.queryHeader(path)).replace("JWS ", "").split(".");
  return `JWS ${parts.map((part, at) => (at === index ? change(part) : part)).join(".")}`;
}
const header = (members: object) => () => Buffer.from(JSON.stringify(members)).toString("base64url");

/** The other text of the same bytes: the spare bits of the last character are set. */
function spareBitsSet(part: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return part.slice(0, -1) + letters[letters.indexOf(part.slice(-1)) ^ 1];
}

const headerOf = ({ kid }: TestTerminal) => `{"alg":"ES256","typ":"${jwsType.query}","kid":"${kid}"}`;
const payloadTextOf = async (t: TestTerminal) => JSON.stringify(payloadOf(await t.queryHeader(path)));

const refusals: readonly [string, (terminal: TestTerminal) => Promise<string> | string, string][] = [
  ["no Authorization", () => "", "401 bad-signature"],
  ["another scheme", async (t) => (await t.queryHeader(path)).replace("JWS", "Bearer"), "401 bad-signature"],
  ["alg none", (t) => withPart(t, 0, header({ alg: "none", typ: jwsType.query, kid: t.kid })), "401 bad-signature"],
  ["alg HS256", (t) => withPart(t, 0, header({ alg: "HS256", typ: jwsType.query, kid: t.kid })), "401 bad-signature"],
  [
    "a crit that nobody agreed on",
    async (t) =>
      `JWS ${await t.signRaw({ typ: jwsType.query, kid: t.kid, crit: ["exp"], exp: 1 }, payloadOf(await t.queryHeader(path)))}`,
    "401 bad-signature",
  ],
  [
    "a key in the header where a name belongs",
    async (t) =>
      `JWS ${await t.signRaw({ typ: jwsType.query, kid: t.kid, jwk: t.jwk }, payloadOf(await t.queryHeader(path)))}`,
    "401 bad-signature",
  ],
  [
    "the typ of another message",
    async (t) => `JWS ${await t.sign(jwsType.request, payloadOf(await t.queryHeader(path)))}`,
    "401 bad-signature",
  ],
  [
    "a key that never enrolled",
    async (t) =>
      `JWS ${await t.signRaw({ typ: jwsType.query, kid: "A".repeat(43) }, payloadOf(await t.queryHeader(path)))}`,
    "401 unknown-key",
  ],
  ["a changed payload", (t) => withPart(t, 1, (part) => `${part.slice(0, -4)}AAAA`), "401 bad-signature"],
  ["a changed signature", (t) => withPart(t, 2, (part) => `AAAA${part.slice(4)}`), "401 bad-signature"],
  ["a signature of nothing", (t) => withPart(t, 2, () => "AA"), "401 bad-signature"],
  ["base64url with spare bits set", (t) => withPart(t, 2, spareBitsSet), "400 malformed"],
  [
    "the other spelling of its signature",
    async (t) => `JWS ${respelt((await t.queryHeader(path)).replace("JWS ", ""), withOtherS)}`,
    "401 bad-signature",
  ],
  [
    "a header with a member twice",
    async (t) => `JWS ${await t.signText(headerOf(t).replace("{", '{"alg":"none",'), await payloadTextOf(t))}`,
    "401 bad-signature",
  ],
  [
    "a header after a byte order mark",
    async (t) => `JWS ${await t.signText(`\ufeff${headerOf(t)}`, await payloadTextOf(t))}`,
    "401 bad-signature",
  ],
  [
    "a payload with a member twice",
    async (t) => `JWS ${await t.signText(headerOf(t), (await payloadTextOf(t)).replace("{", `{"sn":"${t.sn}",`))}`,
    "400 malformed",
  ],
  [
    "a payload after a byte order mark",
    async (t) => `JWS ${await t.signText(headerOf(t), `\ufeff${await payloadTextOf(t)}`)}`,
    "400 malformed",
  ],
  [
    "a payload with half a surrogate pair",
    async (t) => `JWS ${await t.signText(headerOf(t), (await payloadTextOf(t)).replace(t.sn, "\\ud800"))}`,
    "400 malformed",
  ],
  ["a program that knows no schema version", (t) => t.queryHeader(path, { schemaVersion: undefined }), "400 malformed"],
  ["another method", (t) => t.queryHeader(path, { method: "POST" }), "400 malformed"],
  ["another path", (t) => t.queryHeader("/v1/elsewhere"), "401 bad-signature"],
  ["another audience", (t) => t.queryHeader(path, { aud: "http://elsewhere.test" }), "401 bad-signature"],
  ["the SN of another terminal", (t) => t.queryHeader(path, { sn: "SN-0002-0000" }), "422 identity-mismatch"],
  ["a clock too slow", (t) => t.queryHeader(path, { createdAt: "2025-12-31T23:54:59.999Z" }), "400 clock-skew"],
  ["a clock too fast", (t) => t.queryHeader(path, { createdAt: "2026-01-01T00:05:00.001Z" }), "400 clock-skew"],
];

test.each(refusals)("a query is refused for %s", async (_story, authorization, outcome) => {
  const { upstream, terminal } = await createEnrolledTerminal();
  const { message } = authorized(terminal, await authorization(terminal));

  expect(outcomeOf(await upstream.handle(message))).toBe(outcome);
});

test("a clock that is five minutes off is still good enough", async () => {
  const { terminal } = await createEnrolledTerminal();
  const answers = [
    await terminal.get(path, { createdAt: "2025-12-31T23:55:00.000Z" }),
    await terminal.get(path, { createdAt: "2026-01-01T00:05:00.000Z" }),
  ];

  expect(answers.map(outcomeOf)).toEqual(["200", "200"]);
});

test("a message signed with an enrolled name but another key is refused", async () => {
  const { upstream, terminal, clock } = await createEnrolledTerminal();
  const thief = await createTestTerminal({
    handle: upstream.handle,
    clock,
    audience: upstream.audience,
    agreementKey: upstream.agreementJwk,
  });
  const forged = await thief.signRaw(
    { typ: jwsType.query, kid: terminal.kid },
    payloadOf(await terminal.queryHeader(path)),
  );

  expect(outcomeOf(await upstream.handle(authorized(terminal, `JWS ${forged}`).message))).toBe("401 bad-signature");
});

const bodies: readonly [string, string, Record<string, string>, string][] = [
  ["no JWS at all", "hello", {}, "400 malformed"],
  ["a line end after the JWS", "AAAA.AAAA.AAAA\n", {}, "400 malformed"],
  ["padding", "AAAA.AAAA.AA==", {}, "400 malformed"],
  ["spare bits set", "AAAA.AAAA.AB", {}, "400 malformed"],
  ["a JWS beyond 32 KiB", `AAAA.${"A".repeat(32_768)}.AAAA`, {}, "400 malformed"],
  ["a body beyond 64 KiB", "A".repeat(65_537), {}, "413 too-large"],
  ["another content type", "AAAA.AAAA.AAAA", { "content-type": "application/json" }, "400 malformed"],
];

test.each(bodies)("a body is refused for %s", async (_story, body, headers, outcome) => {
  const { terminal } = await createEnrolledTerminal();
  const { requestId } = await terminal.request();

  expect(
    outcomeOf(await terminal.post(paths.requests, body, { "idempotency-key": `"${requestId}"`, ...headers })),
  ).toBe(outcome);
});

test("a signature in DER, as other tools write it, is no JWS signature", async () => {
  const { upstream, terminal } = await createEnrolledTerminal();
  const { privateKey } = newKeyPair();
  const query = await withPart(terminal, 2, () =>
    signBytes("sha256", Buffer.from("x"), privateKey).toString("base64url"),
  );

  expect(outcomeOf(await upstream.handle(authorized(terminal, query).message))).toBe("401 bad-signature");
});

const nowhere: readonly [string, string][] = [
  ["GET", "/"],
  ["GET", "/v1/unbind-requests"],
  ["DELETE", "/v1/unbind-requests"],
  ["GET", "/v1/health?x=1"],
  ["GET", "/v1/terminals/a/b/binding"],
];

test.each(nowhere)("there is nothing at %s %s", async (method, somewhere) => {
  const { upstream } = await createEnrolledTerminal();

  expect(outcomeOf(await upstream.handle({ method, path: somewhere, headers: {}, body: "" }))).toBe("404 not-found");
});
