/** What holds for every signed message of a terminal, shown on the smallest: the authorisation of a question. */

import { withOtherS } from "../../../device/base/lowS.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { paths } from "../../../device/contract/upstream.ts";
import { payloadOf, respelt, type TestTerminal } from "../../upstream/testTerminal.ts";
import { all, bodyOf, type Check, is, says, type Verdict } from "../check.ts";
import type { Kit } from "../kit.ts";

/** The signed part of a good question for the terminal's bindings. */
async function question(terminal: TestTerminal, bend: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return (await terminal.queryHeader(paths.bindings(terminal.sn), bend)).replace("JWS ", "");
}

async function ask(kit: Kit, terminal: TestTerminal, jws: string) {
  const headers = { authorization: `JWS ${jws}` };
  return kit.send({ method: "GET", path: paths.bindings(terminal.sn), headers, body: "" });
}

type Spoilt = {
  readonly id: string;
  readonly clause: string;
  readonly expected: string;
  readonly spoil: (terminal: TestTerminal, nowMs: number) => Promise<string>;
};

const parts = async (terminal: TestTerminal) => (await question(terminal)).split(".");
const header = (members: object) => Buffer.from(JSON.stringify(members)).toString("base64url");
const textOf = async (terminal: TestTerminal) => JSON.stringify(payloadOf(await question(terminal)));
const headerText = ({ kid }: TestTerminal) => `{"alg":"ES256","typ":"${jwsType.query}","kid":"${kid}"}`;

const spoilt: readonly Spoilt[] = [
  {
    id: "altered-payload",
    clause: "One changed byte in the payload, and the signature is bad.",
    expected: "401 bad-signature",
    async spoil(terminal) {
      const [head, , signature] = await parts(terminal);
      const payload = { ...payloadOf<object>(await question(terminal)), sn: `${terminal.sn}X` };
      return `${head}.${header(payload)}.${signature}`;
    },
  },
  {
    id: "altered-signature",
    clause: "One changed byte in the signature, and it is bad.",
    expected: "401 bad-signature",
    spoil: async (terminal) =>
      respelt(await question(terminal), (signature) => signature.map((byte, at) => (at === 5 ? byte ^ 1 : byte))),
  },
  {
    id: "high-s",
    clause: "An ECDSA signature has one spelling, the one with the lower s; its twin (n - s) is refused.",
    expected: "401 bad-signature",
    spoil: async (terminal) => respelt(await question(terminal), withOtherS),
  },
  {
    id: "other-typ",
    clause: "A message of another `typ` is of no use in this one's place.",
    expected: "401 bad-signature",
    spoil: async (terminal) => terminal.sign(jwsType.request, payloadOf<object>(await question(terminal))),
  },
  {
    id: "alg-none",
    clause: "`alg` is ES256; none is none.",
    expected: "401 bad-signature",
    async spoil(terminal) {
      const [, payload] = await parts(terminal);
      return `${header({ alg: "none", typ: jwsType.query, kid: terminal.kid })}.${payload}.AAAA`;
    },
  },
  {
    id: "unknown-key",
    clause: "A key that was never enrolled is told as unknown.",
    expected: "401 unknown-key",
    spoil: async (terminal) =>
      terminal.signRaw({ typ: jwsType.query, kid: "A".repeat(43) }, payloadOf<object>(await question(terminal))),
  },
  {
    id: "key-in-header",
    clause: "A key that is carried in the header counts in an enrolment and nowhere else.",
    expected: "401 bad-signature",
    spoil: async (terminal) =>
      terminal.signRaw(
        { typ: jwsType.query, kid: terminal.kid, jwk: terminal.jwk },
        payloadOf<object>(await question(terminal)),
      ),
  },
  {
    id: "critical-header",
    clause: "A critical header that nobody agreed on is refused (RFC 7515 section 4.1.11).",
    expected: "401 bad-signature",
    spoil: async (terminal) =>
      terminal.signRaw(
        { typ: jwsType.query, kid: terminal.kid, crit: ["exp"], exp: 1 },
        payloadOf<object>(await question(terminal)),
      ),
  },
  {
    id: "other-audience",
    clause: "A message that is meant for somebody else is refused.",
    expected: "401 bad-signature",
    spoil: (terminal) => question(terminal, { aud: "https://elsewhere.test" }),
  },
  {
    id: "other-path",
    clause: "The authorisation of one question is none for another.",
    expected: "401 bad-signature",
    spoil: async (terminal) => (await terminal.queryHeader("/v1/elsewhere")).replace("JWS ", ""),
  },
  {
    id: "duplicate-member",
    clause: "A member that stands twice could be read in two ways, and is refused (RFC 7493 section 2.3).",
    expected: "400 malformed",
    spoil: async (terminal) =>
      terminal.signText(headerText(terminal), (await textOf(terminal)).replace("{", `{"sn":"${terminal.sn}",`)),
  },
  {
    id: "byte-order-mark",
    clause: "A byte order mark is no JSON (RFC 8259 section 8.1).",
    expected: "400 malformed",
    spoil: async (terminal) => terminal.signText(headerText(terminal), `\ufeff${await textOf(terminal)}`),
  },
  {
    id: "old-clock",
    clause: "A message of more than five minutes ago is refused, and the provider tells its time.",
    expected: "400 clock-skew",
    spoil: (terminal, nowMs) => question(terminal, { createdAt: new Date(nowMs - 3_600_000).toISOString() }),
  },
];

async function runSpoilt(kit: Kit, { spoil, expected }: Spoilt): Promise<Verdict> {
  const { terminal } = await kit.enrolled();
  const answer = await ask(kit, terminal, await spoil(terminal, kit.now()));
  const tellsTime = expected === "400 clock-skew" ? is(typeof bodyOf(answer).serverTime, "string") : is(true, true);
  return all(says(answer, expected), tellsTime);
}

export const queryChecks: readonly Check[] = [
  {
    id: "query/authorised",
    clause: "A question that the terminal has signed is answered.",
    severity: "must",
    async run(kit) {
      const { terminal } = await kit.enrolled();
      return says(await ask(kit, terminal, await question(terminal)), "200");
    },
  },
  {
    id: "query/no-authorisation",
    clause:
      "Nobody learns anything of a terminal without its signature, and 401 names the scheme (RFC 9110 section 11.6.1).",
    severity: "must",
    async run(kit) {
      const { terminal } = await kit.enrolled();
      const answer = await kit.send({ method: "GET", path: paths.bindings(terminal.sn), headers: {}, body: "" });
      return all(says(answer, "401 bad-signature"), is(answer.headers["www-authenticate"], "JWS"));
    },
  },
  ...spoilt.map((each): Check => {
    const { id, clause } = each;
    return { id: `query/${id}`, clause, severity: "must", run: (kit) => runSpoilt(kit, each) };
  }),
  {
    id: "query/replayed",
    clause: "A message is taken once: the same again is stale.",
    severity: "must",
    async run(kit) {
      const { terminal } = await kit.enrolled();
      const jws = await question(terminal);
      return all(says(await ask(kit, terminal, jws), "200"), says(await ask(kit, terminal, jws), "409 stale"));
    },
  },
  {
    id: "query/other-terminal",
    clause: "A key asks for its own terminal and for no other.",
    severity: "must",
    async run(kit) {
      const [{ terminal }, other] = [await kit.enrolled(), await kit.enrolled()];
      const jws = await question(terminal, { sn: other.terminal.sn });
      return says(await ask(kit, terminal, jws), "422 identity-mismatch");
    },
  },
];
