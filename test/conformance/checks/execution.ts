/** How a binding ends, once and for all, and what proves it. */

import { bindingsAnswer, paths } from "../../../device/contract/upstream.ts";
import { answerOf, payloadOf } from "../../upstream/testTerminal.ts";
import { accepted, all, bodyOf, type Check, is, says } from "../check.ts";
import type { Shop } from "../kit.ts";

async function stateOf({ terminal }: Shop): Promise<unknown> {
  const told = bindingsAnswer.safeParse(bodyOf(await terminal.get(paths.bindings(terminal.sn))));
  return told.success ? payloadOf<{ state?: unknown }>(told.data.bindings[0] ?? "").state : "no bindings";
}

type Refused = {
  readonly id: string;
  readonly clause: string;
  readonly expected: string;
  readonly bend: Readonly<Record<string, unknown>>;
};

const zeros = "00000000-0000-7000-8000-000000000000";

const refused: readonly Refused[] = [
  {
    id: "other-grant",
    clause: "An execution under another grant's id is refused.",
    expected: "409 grant-refused",
    bend: { grantId: zeros },
  },
  {
    id: "other-grant-bytes",
    clause: "An execution that names other bytes of the grant is refused.",
    expected: "409 grant-refused",
    bend: { grantHash: "A".repeat(43) },
  },
  {
    id: "other-request-bytes",
    clause: "An execution that names other bytes of the request is refused.",
    expected: "409 grant-refused",
    bend: { requestHash: "A".repeat(43) },
  },
  {
    id: "other-epoch",
    clause: "An execution for another epoch is refused.",
    expected: "409 epoch-mismatch",
    bend: { epoch: 7 },
  },
  {
    id: "open-batch",
    clause: "Money that is not settled stays with the terminal: an open batch is refused.",
    expected: "409 grant-refused",
    bend: { funds: { openBatch: 1, storedOffline: 0, paymentsPaused: true } },
  },
  {
    id: "stored-payment",
    clause: "A payment that was stored and not sent is refused likewise.",
    expected: "409 grant-refused",
    bend: { funds: { openBatch: 0, storedOffline: 1, paymentsPaused: true } },
  },
  {
    id: "payments-go-on",
    clause: "An execution says that payments are stopped, or it has not the agreed form.",
    expected: "400 malformed",
    bend: { funds: { openBatch: 0, storedOffline: 0, paymentsPaused: false } },
  },
  {
    id: "failed-check",
    clause: "A check that failed at the last moment is refused.",
    expected: "409 grant-refused",
    bend: { checks: [{ code: "STORED_OFFLINE_TX", level: "must", outcome: "failed" }] },
  },
];

export const executionChecks: readonly Check[] = [
  {
    id: "execution/receipt",
    clause:
      "An execution is answered by a receipt: signed, for this request, terminal, epoch, and by the hash of this execution.",
    severity: "must",
    async run({ unbound }) {
      const { verifier, confirmed, made, order, answer, receipt } = await unbound();
      return all(says(answer, "200 unbound"), accepted(await verifier.receipt(receipt, confirmed(made), order)));
    },
  },
  {
    id: "execution/unbound-at",
    clause: "The receipt tells when the binding ended: after the grant, and not in the future.",
    severity: "must",
    async run({ unbound, now }) {
      const { grant, receipt } = await unbound();
      const { unboundAt = "" } = payloadOf<{ unboundAt?: string }>(receipt);
      const { grantedAt = "" } = payloadOf<{ grantedAt?: string }>(grant);
      const [ended, granted] = [Date.parse(unboundAt), Date.parse(grantedAt)];
      return is(ended >= granted - 1_000 && ended <= now() + 300_000 ? "in order" : [grantedAt, unboundAt], "in order");
    },
  },
  {
    id: "execution/sent-again",
    clause: "The same execution again brings the very same receipt.",
    severity: "must",
    async run({ unbound }) {
      const { terminal, made, order, receipt } = await unbound();
      const again = await terminal.execute(made, order);
      return all(says(again, "200 unbound"), is(answerOf(again).receipt, receipt));
    },
  },
  {
    id: "execution/two-at-once",
    clause: "Two that arrive at once unbind once and bring one receipt.",
    severity: "must",
    async run({ approved }) {
      const { terminal, made, grant } = await approved();
      const order = await terminal.execution(made, grant);
      const answers = await Promise.all([terminal.execute(made, order), terminal.execute(made, order)]);
      const [one, two] = answers.map((answer) => answerOf(answer).receipt);
      return all(...answers.map((answer) => says(answer, "200 unbound")), is(one, two));
    },
  },
  {
    id: "execution/asked-for",
    clause: "Whoever lost the answer asks, and gets the same receipt.",
    severity: "must",
    async run({ unbound }) {
      const { terminal, made, receipt } = await unbound();
      const asked = await terminal.ask(made);
      return all(says(asked, "200 unbound"), is(answerOf(asked).receipt, receipt));
    },
  },
  {
    id: "execution/other-bytes",
    clause: "One execution id carries one message: other bytes under it are a conflict (422).",
    severity: "must",
    async run({ unbound }) {
      const { terminal, made, grant, order } = await unbound();
      const altered = await terminal.execution(made, grant, { executionId: order.executionId });
      return says(await terminal.execute(made, altered), "422 idempotency-conflict");
    },
  },
  {
    id: "execution/second",
    clause: "What was executed is not executed again under another id.",
    severity: "must",
    async run({ unbound }) {
      const { terminal, made, grant } = await unbound();
      return says(await terminal.execute(made, await terminal.execution(made, grant)), "409 not-approved");
    },
  },
  {
    id: "execution/before-approval",
    clause: "Nothing is executed before it is approved.",
    severity: "must",
    async run({ enrolled }) {
      const shop = await enrolled();
      const made = await shop.request();
      await shop.terminal.submit(made);
      const order = await shop.terminal.execution(made, made.jws);
      return all(says(await shop.terminal.execute(made, order), "409 not-approved"), is(await stateOf(shop), "bound"));
    },
  },
  ...refused.map(
    ({ id, clause, expected, bend }): Check => ({
      id: `execution/${id}`,
      clause: `${clause} The binding stands.`,
      severity: "must",
      async run({ approved }) {
        const story = await approved();
        const order = await story.terminal.execution(story.made, story.grant, bend);
        return all(says(await story.terminal.execute(story.made, order), expected), is(await stateOf(story), "bound"));
      },
    }),
  ),
  {
    id: "execution/from-the-future",
    clause:
      "An execution that was signed by a clock far ahead is refused by a signed decision: the terminal signs another once its clock is right.",
    severity: "must",
    async run({ approved, now }) {
      const { terminal, verifier, confirmed, made, grant } = await approved();
      const ahead = await terminal.execution(made, grant, { createdAt: new Date(now() + 172_800_000).toISOString() });
      const answer = await terminal.execute(made, ahead);
      const decided = await verifier.decision(String(bodyOf(answer).decision ?? ""), confirmed(made), ahead);
      const anew = await terminal.execute(made, await terminal.execution(made, grant));
      return all(
        says(answer, "400 clock-skew"),
        accepted(decided),
        is(decided.ok && decided.value.decision.outcome, "execution_refused"),
        says(anew, "200 unbound"),
      );
    },
  },
  {
    id: "execution/binding-ended",
    clause: "After the receipt the binding is told as unbound.",
    severity: "must",
    run: async ({ unbound }) => is(await stateOf(await unbound()), "unbound"),
  },
  {
    id: "execution/not-withdrawn",
    clause: "What has ended a binding can no longer be withdrawn.",
    severity: "must",
    async run({ unbound }) {
      const { terminal, made } = await unbound();
      return says(await terminal.cancel(made), "409 not-cancellable");
    },
  },
  {
    id: "attestation/acknowledged",
    clause:
      "The terminal's statement of what it wiped is acknowledged: signed, for this request, by the statement's hash.",
    severity: "must",
    async run({ unbound }) {
      const { terminal, verifier, confirmed, made, receipt } = await unbound();
      const attestation = await terminal.attestation(made, receipt);
      const answer = await terminal.attest(made, attestation);
      const acknowledgement = String(bodyOf(answer).acknowledgement ?? "");
      const verified = await verifier.acknowledgement(acknowledgement, confirmed(made), attestation);
      return all(says(answer, "200"), accepted(verified));
    },
  },
  {
    id: "attestation/sent-again",
    clause: "The same statement again brings the same acknowledgement.",
    severity: "must",
    async run({ unbound }) {
      const { terminal, made, receipt } = await unbound();
      const attestation = await terminal.attestation(made, receipt);
      const [first, again] = [await terminal.attest(made, attestation), await terminal.attest(made, attestation)];
      return all(says(again, "200"), is(bodyOf(again).acknowledgement, bodyOf(first).acknowledgement));
    },
  },
  {
    id: "attestation/not-unbound",
    clause: "Of what was not unbound nothing was wiped: such a statement is refused.",
    severity: "must",
    async run({ approved }) {
      const { terminal, made, grant } = await approved();
      return says(await terminal.attest(made, await terminal.attestation(made, grant)), "409 not-unbound");
    },
  },
];
