/** An unbind that was allowed over a telephone or on a stick, and told afterwards; and one that the provider orders. */

import { bindingsAnswer, offlineUnbindAnswer, paths } from "../../../device/contract/upstream.ts";
import { parseChallenge } from "../../../device/offline/challenge.ts";
import { hashOf } from "../../upstream/deviceMessages.ts";
import { answerOf, payloadOf } from "../../upstream/testTerminal.ts";
import { accepted, all, bodyOf, type Check, is, says } from "../check.ts";
import type { Kit } from "../kit.ts";

/** A terminal that is cut off, shows a challenge, and has its answer. */
async function answered(kit: Kit) {
  const shop = await kit.enrolled();
  const made = await shop.request({ way: "offline" });
  const asked = shop.terminal.challenge(made);
  const answer = await kit.operator.answer({ challenge: asked.text });
  return { ...shop, made, asked, answer };
}

/** A terminal that the provider wants unbound, and the order as it hears it. */
async function ordered(kit: Kit) {
  const shop = await kit.enrolled();
  await kit.operator.orderUnbind({ sn: shop.terminal.sn, reason: "regulatory" });
  const told = bindingsAnswer.safeParse(bodyOf(await shop.terminal.get(paths.bindings(shop.terminal.sn))));
  const order = (told.success ? told.data.order : undefined) ?? "";
  return { ...shop, order };
}

export const offlineChecks: readonly Check[] = [
  {
    id: "offline/signed-answer",
    clause: "The answer to a challenge is signed for this terminal, binding, epoch and challenge, and expires.",
    severity: "must",
    async run(kit) {
      const { verifier, confirmed, made, asked, answer } = await answered(kit);
      const parsed = parseChallenge(asked.text);
      if (!parsed.ok) return is(parsed, "a challenge");
      const at = new Date(kit.now()).toISOString();
      const challenge = { letters: parsed.value.letters, nonce: asked.nonce, issuedAt: at, expiresAt: at };
      return accepted(await verifier.offlineAnswer(answer.jws, confirmed(made), challenge, kit.now()));
    },
  },
  {
    id: "offline/report",
    clause:
      "The report of an unbind that was allowed offline is answered by a receipt and an acknowledgement, both signed.",
    severity: "must",
    async run(kit) {
      const { terminal, verifier, confirmed, made, asked, answer } = await answered(kit);
      const report = await terminal.offlineReport(made, asked, answer.jws);
      const told = await terminal.report(report);
      const parsed = offlineUnbindAnswer.safeParse(bodyOf(told));
      if (!parsed.success) return all(says(told, "200"), is("no receipt and acknowledgement", "both"));
      return all(says(told, "200"), accepted(await verifier.receipt(parsed.data.receipt, confirmed(made), null)));
    },
  },
  {
    id: "offline/reported-again",
    clause: "The same report again gives the same answer.",
    severity: "must",
    async run(kit) {
      const { terminal, made, asked, answer } = await answered(kit);
      const report = await terminal.offlineReport(made, asked, answer.jws);
      const [first, again] = [await terminal.report(report), await terminal.report(report)];
      return all(says(again, "200"), is(again.body, first.body));
    },
  },
  {
    id: "offline/no-such-answer",
    clause: "A report by an answer that the provider never gave is refused.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const made = await request({ way: "offline" });
      const asked = terminal.challenge(made);
      return says(await terminal.report(await terminal.offlineReport(made, asked, null)), "409 offline-refused");
    },
  },
  {
    id: "offline/or-online",
    clause: "A report and an online execution that arrive at once end the binding once.",
    severity: "must",
    async run(kit) {
      const story = await kit.approved();
      const { terminal, made, grant } = story;
      const other = await story.request({ way: "offline" });
      const asked = terminal.challenge(other);
      const { jws } = await kit.operator.answer({ challenge: asked.text });
      const order = await terminal.execution(made, grant);
      const [executed, reported] = await Promise.all([
        terminal.execute(made, order),
        terminal.report(await terminal.offlineReport(other, asked, jws)),
      ]);
      const receipts = [bodyOf(executed).receipt, bodyOf(reported).receipt].filter((jws) => typeof jws === "string");
      const told = receipts.map((receipt) => payloadOf<{ outcome?: string; unboundAt?: string }>(receipt));
      const now = told.filter(({ outcome }) => outcome === "unbound_now");
      return all(is(now.length, 1), is(new Set(told.map(({ unboundAt }) => unboundAt)).size, 1));
    },
  },
  {
    id: "order/signed",
    clause:
      "The provider's own order comes with the bindings: signed, for this terminal, binding and epoch, and expires.",
    severity: "must",
    async run(kit) {
      const { verifier, terminal, binding, order } = await ordered(kit);
      return accepted(await verifier.order(order, binding, hashOf(terminal.imei), kit.now()));
    },
  },
  {
    id: "order/executed",
    clause: "An order is request and grant in one: an execution that names it is answered by a receipt that names it.",
    severity: "must",
    async run(kit) {
      const { terminal, verifier, binding, order } = await ordered(kit);
      const verified = await verifier.order(order, binding, hashOf(terminal.imei), kit.now());
      if (!verified.ok) return accepted(verified);
      const made = terminal.ordered(order);
      const execution = await terminal.execution(made, order);
      const answer = await terminal.execute(made, execution);
      const receipt = answerOf(answer).receipt ?? "";
      return all(
        says(answer, "200 unbound"),
        accepted(await verifier.receipt(receipt, verified.value.request, execution)),
      );
    },
  },
  {
    id: "order/not-withdrawn",
    clause: "What the provider ordered the terminal cannot withdraw.",
    severity: "must",
    async run(kit) {
      const { terminal, order } = await ordered(kit);
      return says(await terminal.cancel(terminal.ordered(order)), "409 not-cancellable");
    },
  },
];
