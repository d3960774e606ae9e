/** What the upstream's operator can order: register terminals, give out one-time codes, decide reviews, set faults. */

import * as z from "zod/mini";
import { maskTail } from "../../device/base/mask.ts";
import { imei, serialNumber, text, uuid } from "../../device/contract/fields.ts";
import type { RequestState } from "../../device/contract/upstream.ts";
import { hashOf } from "./deviceMessages.ts";
import { type Faults, fault } from "./faults.ts";
import type { ReceivedMessage } from "./receivedLog.ts";
import type { RequestRecord, TerminalRecord } from "./records.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { currentRequest, isFinal } from "./review.ts";

/** What each order takes; the operator's HTTP routes parse with these. */
export const operatorOrders = {
  registerTerminal: z.strictObject({ sn: serialNumber, imei, merchantName: z.optional(text(60)) }),
  issueCode: z.strictObject({ sn: serialNumber }),
  bindAgain: z.strictObject({ sn: serialNumber }),
  unbindAtDesk: z.strictObject({ sn: serialNumber }),
  approve: z.strictObject({ requestId: uuid }),
  reject: z.strictObject({ requestId: uuid, code: text(64), text: z.optional(text(200)) }),
  hold: z.strictObject({ requestId: uuid, state: z.enum(["verification_required", "risk_hold"]) }),
  setReview: z.strictObject({ reviewMs: z.union([z.literal("manual"), z.number().check(z.int(), z.gte(0))]) }),
  setFault: z.strictObject({ fault: z.nullable(fault) }),
  list: z.strictObject({}),
  log: z.strictObject({}),
} as const;
export type OperatorOrderName = keyof typeof operatorOrders;
type Order<Name extends OperatorOrderName> = z.infer<(typeof operatorOrders)[Name]>;

export type TerminalSummary = Pick<TerminalRecord, "sn" | "bindingState" | "epoch" | "deviceKid">;
export type RequestSummary = {
  readonly requestId: string;
  readonly sn: string;
  readonly epoch: number;
  readonly state: RequestState;
  readonly updatedAt: string;
  readonly attested: boolean;
};

/** An order that does not fit what is stored rejects with an Error whose message says why. */
export type Operator = {
  registerTerminal(order: Order<"registerTerminal">): Promise<TerminalSummary>;
  /** A fresh one-time code for this terminal; the upstream keeps only its hash. */
  issueCode(order: Order<"issueCode">): Promise<{ code: string }>;
  /** A new bind of an unbound terminal: the epoch grows by one. */
  bindAgain(order: Order<"bindAgain">): Promise<TerminalSummary>;
  /** Ends the binding without the terminal. */
  unbindAtDesk(order: Order<"unbindAtDesk">): Promise<TerminalSummary>;
  approve(order: Order<"approve">): Promise<RequestSummary>;
  /** Also takes back an approval that was not executed yet. */
  reject(order: Order<"reject">): Promise<RequestSummary>;
  /** Stops the automatic review until the operator approves or rejects. */
  hold(order: Order<"hold">): Promise<RequestSummary>;
  /** For requests that come from now on. */
  setReview(order: Order<"setReview">): Promise<void>;
  setFault(order: Order<"setFault">): Promise<void>;
  list(order?: Order<"list">): Promise<{ terminals: TerminalSummary[]; requests: RequestSummary[] }>;
  /** Every message of terminals since the start of this process, in order of arrival. */
  log(order?: Order<"log">): Promise<readonly ReceivedMessage[]>;
};

const exampleMerchant = {
  name: "示例便利店",
  id: "898000000000001",
  acquirerCode: "00000000",
  creditCode: "91000000SIMULATED1",
  settlementAccount: "6200000000000001",
  address: "示例市示例区示例路1号",
};

/** RFC 8628 section 6.1: no vowels, nothing that looks like something else; 12 of 20 are 51 bits. */
const codeLetters = "BCDFGHJKLMNPQRSTVWXZ";
const codeLength = 12;

export function createOperator(context: UpstreamContext, faults: Faults, log: readonly ReceivedMessage[]): Operator {
  const { store } = context;

  const terminalOf = (sn: string): TerminalRecord => {
    const terminal = store.get("terminals", sn);
    if (!terminal) throw new Error(`terminal ${sn} is not registered`);
    return terminal;
  };
  const keep = (terminal: TerminalRecord): TerminalSummary => {
    store.put("terminals", terminal.sn, terminal);
    return summaryOfTerminal(terminal);
  };
  const decide = async (
    requestId: string,
    decision: (record: RequestRecord) => RequestRecord,
  ): Promise<RequestSummary> => {
    const record = await currentRequest(context, requestId);
    if (!record) throw new Error(`request ${requestId} is not known`);
    if (isFinal(record.state)) throw new Error(`request ${requestId} is ${record.state} already`);
    store.put("requests", requestId, { ...decision(record), updatedAtMs: context.clock.now() });
    const decided = await currentRequest(context, requestId);
    return summaryOfRequest(decided ?? record);
  };

  return {
    async registerTerminal(order) {
      if (store.get("terminals", order.sn)) throw new Error(`terminal ${order.sn} is registered already`);
      const merchant = { ...exampleMerchant, name: order.merchantName ?? exampleMerchant.name };
      return keep({
        sn: order.sn,
        imei: order.imei,
        providerId: "generic-pos",
        bindingKind: "terminal_to_merchant",
        bindingState: "bound",
        epoch: 1,
        unboundAtMs: null,
        merchantName: merchant.name,
        merchantIdMasked: maskTail(merchant.id),
        fiveElements: maskElements(merchant, order.sn),
        policy: { id: "generic-unbind", version: "1" },
        deviceKid: null,
      });
    },
    async issueCode({ sn }) {
      const terminal = terminalOf(sn);
      const code = drawCode(context);
      const codeHash = hashOf(code);
      store.put("codes", codeHash, { codeHash, sn: terminal.sn, used: null });
      return { code };
    },
    async bindAgain({ sn }) {
      const terminal = terminalOf(sn);
      if (terminal.bindingState === "bound") throw new Error(`terminal ${sn} is bound already`);
      return keep({ ...terminal, bindingState: "bound", unboundAtMs: null, epoch: terminal.epoch + 1 });
    },
    async unbindAtDesk({ sn }) {
      const terminal = terminalOf(sn);
      if (terminal.bindingState === "unbound") throw new Error(`terminal ${sn} is unbound already`);
      return keep({ ...terminal, bindingState: "unbound", unboundAtMs: context.clock.now() });
    },
    approve: ({ requestId }) => decide(requestId, (record) => ({ ...record, state: "approved" })),
    reject: ({ requestId, code, text: words }) =>
      decide(requestId, (record) => ({
        ...record,
        state: "rejected",
        rejection: { code, ...(words === undefined ? {} : { text: words }) },
      })),
    hold: ({ requestId, state }) => decide(requestId, (record) => ({ ...record, state, approveAtMs: null })),
    async setReview({ reviewMs }) {
      context.reviewMs = reviewMs;
    },
    async setFault(order) {
      faults.set(order.fault);
    },
    async list() {
      for (const { requestId } of store.all("requests")) await currentRequest(context, requestId);
      return {
        terminals: store.all("terminals").map(summaryOfTerminal),
        requests: store.all("requests").map(summaryOfRequest),
      };
    },
    log: async () => [...log],
  };
}

const summaryOfTerminal = ({ sn, bindingState, epoch, deviceKid }: TerminalRecord): TerminalSummary => ({
  sn,
  bindingState,
  epoch,
  deviceKid,
});

const summaryOfRequest = (record: RequestRecord): RequestSummary => ({
  requestId: record.requestId,
  sn: record.sn,
  epoch: record.epoch,
  state: record.state,
  updatedAt: new Date(record.updatedAtMs).toISOString(),
  attested: record.attestation !== undefined,
});

/** The salt is the terminal's own, so that equal merchants of two terminals cannot be told apart from outside. */
const maskElements = (merchant: typeof exampleMerchant, sn: string): TerminalRecord["fiveElements"] => ({
  acquirerCode: merchant.acquirerCode,
  merchantCodeHash: hashOf(`${sn}:${merchant.id}`),
  creditCodeHash: hashOf(`${sn}:${merchant.creditCode}`),
  settlementAccountMasked: maskTail(merchant.settlementAccount),
  addressMasked: `${merchant.address.slice(0, 3)}•••`,
});

/** Twelve letters in groups of four. Bytes from 240 up are thrown away: 256 is no multiple of 20. */
function drawCode(context: UpstreamContext): string {
  let letters = "";
  while (letters.length < codeLength) {
    for (const byte of context.random.bytes(codeLength)) {
      if (byte < 240 && letters.length < codeLength) letters += codeLetters[byte % codeLetters.length];
    }
  }
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}
