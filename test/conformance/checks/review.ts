/** What becomes of a request before anything is executed: approved, refused, withdrawn, held, proven. */

import { answerOf, payloadOf } from "../../upstream/testTerminal.ts";
import { accepted, all, bodyOf, type Check, is, says } from "../check.ts";
import type { Kit } from "../kit.ts";

/** A request that was taken. */
async function submitted({ enrolled }: Kit) {
  const shop = await enrolled();
  const made = await shop.request();
  await shop.terminal.submit(made);
  return { ...shop, made, requestId: made.requestId };
}

const sms = { factor: "sms", how: { kind: "code", code: "246810", sentTo: "••••1234" } } as const;

/** A request of which a code is demanded. */
async function demanded(kit: Kit) {
  const story = await submitted(kit);
  const { terminal, made, requestId } = story;
  const { code = sms.how.code } = await kit.operator.demand({ requestId, ...sms });
  const told = await terminal.ask(made);
  const demand = answerOf(told).demand ?? "";
  const triesIn = (jws: string) => payloadOf<{ how?: { triesLeft?: number } }>(jws).how?.triesLeft;
  const wrong = code === "111111" ? "222222" : "111111";
  return { ...story, told, demand, code, wrong, triesIn };
}

export const reviewChecks: readonly Check[] = [
  {
    id: "review/grant",
    clause: "An approval is a grant, signed, for exactly this request, terminal, binding and epoch.",
    severity: "must",
    async run({ approved }) {
      const { verifier, confirmed, made, grant } = await approved();
      return accepted(await verifier.grant(grant, confirmed(made)));
    },
  },
  {
    id: "review/same-grant",
    clause: "Asked again, it is the same grant: an execution names it by its bytes.",
    severity: "must",
    async run({ approved }) {
      const { terminal, made, grant } = await approved();
      return is(answerOf(await terminal.ask(made)).grant, grant);
    },
  },
  {
    id: "review/rejection",
    clause: "A rejection is a decision, signed, for exactly this request: an unsigned one is believed by nobody.",
    severity: "must",
    async run(kit) {
      const { terminal, verifier, confirmed, made, requestId } = await submitted(kit);
      await kit.operator.reject({ requestId, code: "documents_missing" });
      const answer = await terminal.ask(made);
      const decided = await verifier.decision(answerOf(answer).decision ?? "", confirmed(made), null);
      const said = decided.ok ? [decided.value.decision.outcome, decided.value.decision.code] : null;
      return all(says(answer, "200 rejected"), accepted(decided), is(said, ["rejected", "documents_missing"]));
    },
  },
  {
    id: "review/after-rejection",
    clause: "After a rejection a new request for the same binding is taken.",
    severity: "must",
    async run(kit) {
      const { terminal, request, requestId } = await submitted(kit);
      await kit.operator.reject({ requestId, code: "documents_missing" });
      return says(await terminal.submit(await request({ supersedes: requestId })), "202 submitted", "202 under_review");
    },
  },
  {
    id: "review/withdrawal",
    clause: "A withdrawal before the execution ends the request by a signed decision.",
    severity: "must",
    async run(kit) {
      const { terminal, verifier, confirmed, made } = await submitted(kit);
      const answer = await terminal.cancel(made);
      const decided = await verifier.decision(answerOf(answer).decision ?? "", confirmed(made), null);
      return all(says(answer, "200 cancelled"), accepted(decided));
    },
  },
  {
    id: "review/withdrawn-again",
    clause: "A withdrawal that is sent again is answered as the first.",
    severity: "must",
    async run(kit) {
      const { terminal, made } = await submitted(kit);
      await terminal.cancel(made);
      return says(await terminal.cancel(made), "200 cancelled");
    },
  },
  {
    id: "review/withdrawn-by-any-clock",
    clause: "A withdrawal counts whatever clock it was signed by: its time decides nothing.",
    severity: "must",
    async run(kit) {
      const { terminal, made } = await submitted(kit);
      const createdAt = new Date(kit.now() + 172_800_000).toISOString();
      return says(await terminal.cancel(made, { createdAt }), "200 cancelled");
    },
  },
  {
    id: "review/unknown-withdrawn",
    clause:
      "A withdrawal of a request that the provider does not know is a withdrawal: it says so by a signed decision.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, binding, verifier, request, confirmed } = await enrolled();
      const made = await request();
      const answer = await terminal.cancel(made, { bindingKind: binding.bindingKind });
      const decided = await verifier.decision(String(bodyOf(answer).decision ?? ""), confirmed(made), null);
      return all(
        says(answer, "404 unknown-request"),
        accepted(decided),
        is((await terminal.submit(made)).status >= 400, true),
      );
    },
  },
  {
    id: "review/withdrawn-grant",
    clause: "What was approved and then withdrawn is executed by nobody.",
    severity: "must",
    async run({ approved }) {
      const { terminal, made, grant } = await approved();
      const order = await terminal.execution(made, grant);
      await terminal.cancel(made);
      return says(await terminal.execute(made, order), "409 not-approved");
    },
  },
  {
    id: "review/withdrawal-or-approval",
    clause: "A withdrawal and an execution that arrive at once have one outcome, and both are told the same.",
    severity: "must",
    async run({ approved }) {
      const { terminal, made, grant } = await approved();
      const order = await terminal.execution(made, grant);
      await Promise.all([terminal.cancel(made), terminal.execute(made, order)]);
      const states = [bodyOf(await terminal.ask(made)).state, bodyOf(await terminal.ask(made)).state];
      const agreed = states[0] === states[1] && (states[0] === "unbound" || states[0] === "cancelled");
      return is(agreed ? "one outcome" : states, "one outcome");
    },
  },
  {
    id: "review/withdrawal-names-bytes",
    clause: "A withdrawal names the request by its bytes; another's bytes withdraw nothing.",
    severity: "must",
    async run(kit) {
      const { terminal, made } = await submitted(kit);
      const answer = await terminal.cancel(made, { requestHash: "A".repeat(43) });
      return all(
        is(answer.status >= 400 && answer.status < 500, true),
        says(await terminal.ask(made), "200 submitted", "200 under_review"),
      );
    },
  },
  {
    id: "review/hold",
    clause: "A request that is held says so, with a code.",
    severity: "must",
    async run(kit) {
      const { terminal, made, requestId } = await submitted(kit);
      await kit.operator.hold({ requestId, state: "risk_hold", code: "odd_hours" });
      const answer = await terminal.ask(made);
      return all(says(answer, "200 risk_hold"), is(answerOf(answer).hold?.code, "odd_hours"));
    },
  },
  {
    id: "review/lifted",
    clause: "A hold that is lifted lets the review go on.",
    severity: "must",
    async run(kit) {
      const { terminal, made, requestId } = await submitted(kit);
      await kit.operator.hold({ requestId, state: "risk_hold", code: "odd_hours" });
      const held = await terminal.ask(made);
      await kit.operator.lift({ requestId });
      return all(says(held, "200 risk_hold"), says(await terminal.ask(made), "200 under_review", "200 submitted"));
    },
  },
  {
    id: "demand/signed",
    clause: "What is to be proven is signed for exactly this request, with a factor that may be typed on a terminal.",
    severity: "must",
    async run(kit) {
      const { told, demand, verifier, confirmed, made } = await demanded(kit);
      return all(says(told, "200 verification_required"), accepted(await verifier.demand(demand, confirmed(made), [])));
    },
  },
  {
    id: "demand/right-code",
    clause: "The right code lets the review go on, and the same message again is still right.",
    severity: "must",
    async run(kit) {
      const { terminal, made, demand, code } = await demanded(kit);
      const message = await terminal.verification(made, demand, code);
      const answers = [await terminal.verify(made, message), await terminal.verify(made, message)];
      return all(...answers.map((answer) => says(answer, "200 under_review", "200 submitted")));
    },
  },
  {
    id: "demand/wrong-code",
    clause: "A wrong code is refused and costs one try.",
    severity: "must",
    async run(kit) {
      const { terminal, made, demand, wrong, triesIn } = await demanded(kit);
      const answer = await terminal.verify(made, await terminal.verification(made, demand, wrong));
      const now = answerOf(await terminal.ask(made)).demand ?? "";
      return all(says(answer, "403 verification-refused"), is(triesIn(now), (triesIn(demand) ?? 0) - 1));
    },
  },
  {
    id: "demand/same-message-twice",
    clause: "A message that the network delivers twice costs one try, not two.",
    severity: "must",
    async run(kit) {
      const { terminal, made, demand, wrong, triesIn } = await demanded(kit);
      const message = await terminal.verification(made, demand, wrong);
      await terminal.verify(made, message);
      await terminal.verify(made, message);
      const now = answerOf(await terminal.ask(made)).demand ?? "";
      return is(triesIn(now), (triesIn(demand) ?? 0) - 1);
    },
  },
];
