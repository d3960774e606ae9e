/** The operator's orders about terminals and their bindings. */

import { uuidV7 } from "../../device/base/ids.ts";
import type { Authorisation } from "../../device/contract/messages/binding.ts";
import { bindingOf, changeTerms, createBinding, endBinding, stateOf, withBinding } from "./bindings.ts";
import { hashOf } from "./deviceMessages.ts";
import { drawLetters } from "./draws.ts";
import { answerChallenge } from "./offlineAnswers.ts";
import type { BindingSummary, Operator, Order, TerminalSummary } from "./operator.ts";
import { summaryOfRequest } from "./operatorRequests.ts";
import { orderUnbind } from "./orders.ts";
import { publishProfile } from "./profiles.ts";
import type { BindingRecord, TerminalRecord } from "./records.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { currentTerminal } from "./review.ts";
import { termsOf } from "./signedBindings.ts";

const dayMs = 86_400_000;

type TerminalOrders = Pick<
  Operator,
  | "registerTerminal"
  | "addBinding"
  | "issueCode"
  | "bindAgain"
  | "unbindAtDesk"
  | "setTerms"
  | "authorise"
  | "orderUnbind"
  | "answer"
  | "unlockPin"
  | "publishProfile"
>;

export function createTerminalOrders(context: UpstreamContext): TerminalOrders {
  const { store } = context;

  async function terminalOf(sn: string): Promise<TerminalRecord> {
    const terminal = await currentTerminal(context, sn);
    if (!terminal) throw new Error(`terminal ${sn} is not registered`);
    return terminal;
  }

  function keep(terminal: TerminalRecord): Promise<TerminalSummary> {
    store.put("terminals", terminal.sn, terminal);
    return summaryOfTerminal(context, terminal);
  }

  function addBinding(terminal: TerminalRecord, told: Parameters<typeof createBinding>[1]): TerminalRecord {
    const binding = createBinding(terminal.sn, told);
    const { bindingKind, providerId } = binding;
    if (bindingOf(terminal, binding))
      throw new Error(`terminal ${terminal.sn} has a ${bindingKind} binding of ${providerId} already`);
    return withBinding(terminal, { ...binding, boundAtMs: context.clock.now() });
  }

  /** The one binding that is meant; an Error where that is in doubt. */
  async function meant(named: Order<"bindAgain">) {
    const terminal = await terminalOf(named.sn);
    const fitting = terminal.bindings.filter(
      ({ bindingKind, providerId }) =>
        (named.bindingKind ?? bindingKind) === bindingKind && (named.providerId ?? providerId) === providerId,
    );
    const [binding] = fitting;
    if (!binding) throw new Error(`terminal ${named.sn} has no such binding`);
    if (fitting.length > 1) throw new Error(`terminal ${named.sn} has several bindings: say which kind and provider`);
    return { terminal, binding };
  }

  return {
    async registerTerminal({ sn, imei, merchantName, bindings }) {
      if (store.get("terminals", sn)) throw new Error(`terminal ${sn} is registered already`);
      const told = bindings ?? [merchantName === undefined ? {} : { merchantName }];
      const terminal: TerminalRecord = { sn, imei, bindings: [], enrolled: null };
      return keep(told.reduce(addBinding, terminal));
    },
    addBinding: async ({ sn, binding }) => keep(addBinding(await terminalOf(sn), binding)),
    async issueCode({ sn, validMs = dayMs }) {
      const terminal = await terminalOf(sn);
      const code = drawLetters(context.random, 12);
      const codeHash = hashOf(code);
      store.put("codes", codeHash, {
        codeHash,
        sn: terminal.sn,
        expiresAtMs: context.clock.now() + validMs,
        used: null,
      });
      return { code };
    },
    async bindAgain(order) {
      const { terminal, binding } = await meant(order);
      if (stateOf(binding) === "bound") throw new Error(`terminal ${order.sn} is bound already`);
      const boundAtMs = context.clock.now();
      return keep(withBinding(terminal, { ...binding, epoch: binding.epoch + 1, boundAtMs }));
    },
    async unbindAtDesk(order) {
      const { terminal, binding } = await meant(order);
      if (stateOf(binding) === "unbound") throw new Error(`terminal ${order.sn} is unbound already`);
      return keep(withBinding(terminal, endBinding(binding, context.clock.now())));
    },
    async setTerms(order) {
      const { terminal, binding } = await meant(order);
      const changed = changeTerms(binding, order);
      await keep(withBinding(terminal, changed));
      return summaryOfBinding(context, terminal.sn, changed);
    },
    async authorise({ covers, validMs = dayMs, ...order }) {
      const { terminal, binding } = await meant(order);
      const nowMs = context.clock.now();
      const id = uuidV7(nowMs, context.random.bytes(10));
      const given: Authorisation = { id, covers, expiresAt: new Date(nowMs + validMs).toISOString() };
      await keep(withBinding(terminal, { ...binding, authorisations: [...binding.authorisations, given] }));
      return given;
    },
    async orderUnbind(order) {
      const { terminal, binding } = await meant(order);
      return summaryOfRequest(await orderUnbind(context, terminal, binding, order));
    },
    answer: (order) => answerChallenge(context, order),
    unlockPin: (order) => answerChallenge(context, order),
    async publishProfile(order) {
      const { providerId, serial } = await publishProfile(context, order);
      return { providerId, profileVersion: order.profile.profileVersion, serial };
    },
  };
}

export async function summaryOfTerminal(context: UpstreamContext, terminal: TerminalRecord): Promise<TerminalSummary> {
  const { sn, enrolled } = terminal;
  const bindings: BindingSummary[] = [];
  for (const binding of terminal.bindings) bindings.push(await summaryOfBinding(context, sn, binding));
  return {
    sn,
    deviceKid: enrolled?.deviceKid ?? null,
    keyStorage: enrolled?.keyStorage ?? null,
    bindingState: bindings[0]?.state ?? "unbound",
    epoch: bindings[0]?.epoch ?? 1,
    bindings,
  };
}

const summaryOfBinding = async (
  context: UpstreamContext,
  sn: string,
  binding: BindingRecord,
): Promise<BindingSummary> => ({
  providerId: binding.providerId,
  bindingKind: binding.bindingKind,
  state: stateOf(binding),
  epoch: binding.epoch,
  merchantName: binding.merchantName,
  terms: await termsOf(context, sn, binding),
});
