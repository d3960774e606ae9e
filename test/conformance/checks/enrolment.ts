/** How a terminal's key comes to be known. */

import { exportJWK, generateKeyPair } from "jose";
import { publicJwk } from "../../../device/contract/fields.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { enrolmentAnswer, paths } from "../../../device/contract/upstream.ts";
import { payloadOf } from "../../upstream/testTerminal.ts";
import { accepted, all, bodyOf, type Check, is, says } from "../check.ts";

export const enrolmentChecks: readonly Check[] = [
  {
    id: "enrolment/bindings",
    clause:
      "An enrolment is answered by 201, which tells the key's RFC 7638 thumbprint and every binding of the terminal, each signed for this key.",
    severity: "must",
    async run({ registered, verifierFor }) {
      const { terminal, code } = await registered();
      const answer = await terminal.enrol(code);
      const told = enrolmentAnswer.safeParse(bodyOf(answer));
      if (!told.success)
        return all(says(answer, "201"), is(bodyOf(answer), { deviceKid: terminal.kid, bindings: ["..."] }));
      const { deviceKid, bindings } = told.data;
      const verified = await Promise.all(bindings.map((jws) => verifierFor(terminal).binding(jws, terminal.sn)));
      return all(says(answer, "201"), is(deviceKid, terminal.kid), ...verified.map(accepted));
    },
  },
  {
    id: "enrolment/same-proof-again",
    clause: "The same proof again gives the same answer: a lost answer costs no code.",
    severity: "must",
    async run({ registered }) {
      const { terminal, code } = await registered();
      const proof = await terminal.introduction(code);
      const [first, again] = [
        await terminal.post(paths.enrolments, proof),
        await terminal.post(paths.enrolments, proof),
      ];
      return all(says(again, "201"), is(again.body, first.body));
    },
  },
  {
    id: "enrolment/code-used",
    clause: "A one-time code enrols one key; for another key it is refused, and said to be used.",
    severity: "must",
    async run({ registered, terminal }) {
      const first = await registered();
      await first.terminal.enrol(first.code);
      const answer = await (await terminal(first.terminal)).enrol(first.code);
      return all(says(answer, "403 code-refused"), is(bodyOf(answer).codeState, "used"));
    },
  },
  {
    id: "enrolment/code-unknown",
    clause: "A code that nobody gave out is refused, and nothing is said of its state.",
    severity: "must",
    async run({ registered }) {
      const answer = await (await registered()).terminal.enrol("NOBODY-GAVE-THIS");
      return all(says(answer, "403 code-refused"), is(bodyOf(answer).codeState, undefined));
    },
  },
  {
    id: "enrolment/code-expired",
    clause: "A code that nobody used in time is refused, and said to be expired.",
    severity: "must",
    async run({ identity, terminal, operator, wait }) {
      const who = identity();
      await operator.registerTerminal({ ...who });
      const { code } = await operator.issueCode({ sn: who.sn, validMs: 1_000 });
      await wait(1_100);
      const answer = await (await terminal(who)).enrol(code);
      return all(says(answer, "403 code-refused"), is(bodyOf(answer).codeState, "expired"));
    },
  },
  {
    id: "enrolment/code-foreign",
    clause: "A code that was given out for another terminal is refused, and said to be another's.",
    severity: "must",
    async run({ registered }) {
      const [one, two] = [await registered(), await registered()];
      const answer = await one.terminal.enrol(two.code);
      return all(says(answer, "403 code-refused"), is(bodyOf(answer).codeState, "of_another_terminal"));
    },
  },
  {
    id: "enrolment/proof-of-possession",
    clause: "The proof is signed by the key that it introduces; any other signature is bad.",
    severity: "must",
    async run({ registered, terminal, identity }) {
      const victim = await registered();
      const thief = await terminal(identity());
      const proof = await victim.terminal.introduction(victim.code);
      const stolen = await thief.signRaw(
        { typ: jwsType.enrolment, jwk: victim.terminal.jwk },
        payloadOf<object>(proof),
      );
      return says(await thief.post(paths.enrolments, stolen), "401 bad-signature");
    },
  },
  {
    id: "enrolment/unknown-terminal",
    clause: "A serial number that nobody registered is refused as unknown.",
    severity: "must",
    run: async ({ terminal, identity, registered }) =>
      says(await (await terminal(identity())).enrol((await registered()).code), "404 unknown-terminal"),
  },
  {
    id: "enrolment/other-imei",
    clause: "An IMEI that is not the registered one is refused.",
    severity: "must",
    async run({ registered, identity }) {
      const { terminal, code } = await registered();
      return says(await terminal.enrol(code, { imei: identity().imei }), "422 identity-mismatch");
    },
  },
  {
    id: "enrolment/other-agreement-key",
    clause:
      "A half of the agreement that was made with another key of anybody's leads to no common secret, and is refused.",
    severity: "must",
    async run({ registered }) {
      const { terminal, code } = await registered();
      const { publicKey } = await generateKeyPair("ES256", { extractable: true });
      const key = publicJwk.parse(await exportJWK(publicKey));
      const agreement = { key, upstreamKid: "A".repeat(43) };
      return says(await terminal.enrol(code, { agreement }), "400 malformed");
    },
  },
  {
    id: "enrolment/off-the-curve",
    clause: "A half that is no point on P-256 is refused: it would give bits of the provider's key away.",
    severity: "must",
    async run({ registered }) {
      const { terminal, code } = await registered();
      const { agreement } = payloadOf<{ agreement: { key: object; upstreamKid: string } }>(
        await terminal.introduction(code),
      );
      const key = { ...agreement.key, y: "A".repeat(43) };
      return says(await terminal.enrol(code, { agreement: { ...agreement, key } }), "400 malformed");
    },
  },
  {
    id: "enrolment/attestation",
    clause:
      "An attestation of a key is understood. One that no authority vouches for proves nothing: it is refused as that, or left aside.",
    severity: "must",
    async run({ registered }) {
      const { terminal, code } = await registered();
      // A SEQUENCE with nothing in it, where a certificate belongs.
      const answer = await terminal.enrol(code, { keyStorage: "keystore", keyAttestation: ["MAA"] });
      if (answer.status === 403) return says(answer, "403 attestation-refused");
      const { bindings = [] } = enrolmentAnswer.safeParse(bodyOf(answer)).data ?? {};
      const proven = bindings.map((jws) => payloadOf<{ keyProven?: unknown }>(jws).keyProven ?? "nothing");
      return all(
        says(answer, "201"),
        is(
          proven,
          proven.map(() => "nothing"),
        ),
      );
    },
  },
  {
    id: "enrolment/unknown-member",
    clause: "A member that nobody agreed on is refused, not dropped: what is signed is all understood.",
    severity: "must",
    async run({ registered }) {
      const { terminal, code } = await registered();
      return says(await terminal.enrol(code, { note: "x" }), "400 malformed");
    },
  },
];
