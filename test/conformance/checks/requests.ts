/** How a request to unbind is taken, and taken once. */

import { randomUUID } from "node:crypto";
import { paths } from "../../../device/contract/upstream.ts";
import { respelt } from "../../upstream/testTerminal.ts";
import { all, bodyOf, type Check, is, says } from "../check.ts";
import type { Kit } from "../kit.ts";

/** A fresh request is under way; whether somebody looks at it already is the provider's affair. */
const taken = ["202 submitted", "202 under_review"] as const;

type Refused = {
  readonly id: string;
  readonly clause: string;
  readonly expected: string;
  readonly bend: (kit: Kit) => Readonly<Record<string, unknown>>;
};

const refused: readonly Refused[] = [
  {
    id: "other-epoch",
    clause: "A request for another epoch than the current one is refused: the binding has changed since.",
    expected: "409 epoch-mismatch",
    bend: () => ({ epoch: 7 }),
  },
  {
    id: "expired",
    clause: "A request that has expired is stale.",
    expected: "409 stale",
    bend: ({ now }) => ({ expiresAt: new Date(now() - 60_000).toISOString() }),
  },
  {
    id: "from-the-future",
    clause: "A request that was made in the future has a clock that is not trusted.",
    expected: "400 clock-skew",
    bend: ({ now }) => ({ createdAt: new Date(now() + 600_000).toISOString() }),
  },
  {
    id: "unknown-member",
    clause: "A member that nobody agreed on is refused, not dropped.",
    expected: "400 malformed",
    bend: () => ({ note: "x" }),
  },
  {
    id: "other-audience",
    clause: "A request that is meant for somebody else is refused.",
    expected: "401 bad-signature",
    bend: () => ({ aud: "https://elsewhere.test" }),
  },
];

export const requestChecks: readonly Check[] = [
  {
    id: "request/taken",
    clause: "A request is answered with 202 and its state; from then on the provider knows it.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      const answer = await terminal.submit(made);
      const asked = await terminal.ask(made);
      return all(
        says(answer, ...taken),
        says(asked, "200 submitted", "200 under_review"),
        is([bodyOf(answer).requestId, bodyOf(asked).requestId], [made.requestId, made.requestId]),
      );
    },
  },
  {
    id: "request/sent-again",
    clause: "The same key with the same bytes is the same request: answered with its state of now, and reviewed once.",
    severity: "must",
    async run({ enrolled, operator }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      await terminal.submit(made);
      const again = await terminal.submit(made);
      const { requests } = await operator.list();
      return all(says(again, ...taken), is(requests.filter(({ sn }) => sn === terminal.sn).length, 1));
    },
  },
  {
    id: "request/two-at-once",
    clause: "Two that arrive at once are one request.",
    severity: "must",
    async run({ enrolled, operator }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      const answers = await Promise.all([terminal.submit(made), terminal.submit(made)]);
      const { requests } = await operator.list();
      return all(
        ...answers.map((answer) => says(answer, ...taken)),
        is(requests.filter(({ sn }) => sn === terminal.sn).length, 1),
      );
    },
  },
  {
    id: "request/other-bytes",
    clause: "The same key with other bytes is a conflict (422), and changes nothing.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      await terminal.submit(made);
      const altered = await request({ requestId: made.requestId, reason: { code: "regulatory" } });
      return all(
        says(await terminal.submit(altered), "422 idempotency-conflict"),
        says(await terminal.submit(made), ...taken),
      );
    },
  },
  {
    id: "request/key-of-another-id",
    clause: "The Idempotency-Key is the signed request's own id, and no other.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      return says(await terminal.submit(await request(), `"${randomUUID()}"`), "422 idempotency-conflict");
    },
  },
  {
    id: "request/no-key",
    clause: "Without a quoted Idempotency-Key nothing is taken.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      return all(
        says(await terminal.post(paths.requests, made.jws), "400 idempotency-key-missing"),
        says(await terminal.submit(made, made.requestId), "400 idempotency-key-missing"),
      );
    },
  },
  {
    id: "request/altered-byte",
    clause: "One changed byte, and the signature is bad.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      const jws = respelt(made.jws, (signature) => signature.map((byte, at) => (at === 40 ? byte ^ 1 : byte)));
      return says(await terminal.submit({ ...made, jws }), "401 bad-signature");
    },
  },
  ...refused.map(
    ({ id, clause, expected, bend }): Check => ({
      id: `request/${id}`,
      clause,
      severity: "must",
      async run(kit) {
        const { terminal, request } = await kit.enrolled();
        return says(await terminal.submit(await request(bend(kit))), expected);
      },
    }),
  ),
  {
    id: "request/no-consent",
    clause:
      "Where the text of the policy is published, a request without consent to it is refused; where not, none is asked for.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request, consent } = await enrolled();
      const answer = await terminal.submit(await request({ consent: undefined }));
      return consent ? says(answer, "409 policy-outdated") : says(answer, ...taken);
    },
  },
  {
    id: "request/other-text",
    clause: "Consent names the text that was read by its hash; consent to another text than the published one is none.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request, consent } = await enrolled();
      const textHash = "A".repeat(43);
      const answer = await terminal.submit(await request(consent ? { consent: { ...consent, textHash } } : {}));
      return consent ? says(answer, "409 policy-outdated") : says(answer, ...taken);
    },
  },
  {
    id: "request/other-terminal",
    clause: "A request names the SN and the IMEI that its key was enrolled with.",
    severity: "must",
    async run({ enrolled, identity }) {
      const { terminal, request } = await enrolled();
      const { device } = terminal.requestPayload();
      const other = identity();
      return all(
        says(await terminal.submit(await request({ device: { ...device, sn: other.sn } })), "422 identity-mismatch"),
        says(
          await terminal.submit(await request({ device: { ...device, imei: other.imei } })),
          "422 identity-mismatch",
        ),
      );
    },
  },
  {
    id: "request/second-open",
    clause: "One binding has one open request; a second is refused, and told which one is open.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      await terminal.submit(made);
      const answer = await terminal.submit(await request());
      return all(says(answer, "409 request-already-open"), is(bodyOf(answer).requestId, made.requestId));
    },
  },
  {
    id: "request/nobody-elses",
    clause: "For another terminal a request does not exist: it can be neither read nor withdrawn.",
    severity: "must",
    async run({ enrolled }) {
      const [shop, stranger] = [await enrolled(), await enrolled()];
      const made = await shop.request();
      await shop.terminal.submit(made);
      return all(
        says(await stranger.terminal.ask(made), "404 unknown-request"),
        says(await stranger.terminal.cancel(made), "404 unknown-request"),
        says(await shop.terminal.ask(made), "200 submitted", "200 under_review"),
      );
    },
  },
  {
    id: "request/never-made",
    clause: "A request that never came is unknown, and nothing else.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      return says(await terminal.ask(await request()), "404 unknown-request");
    },
  },
];
