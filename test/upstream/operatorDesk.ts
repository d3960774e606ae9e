/** All of the operator's orders in one place, each durable before it answers. */

import type { Mutex } from "../../device/base/mutex.ts";
import type { Faults } from "./faults.ts";
import type { Operator } from "./operator.ts";
import { createRequestOrders, summaryOfRequest } from "./operatorRequests.ts";
import { createTerminalOrders, summaryOfTerminal } from "./operatorTerminals.ts";
import type { ReceivedMessage } from "./receivedLog.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { currentRequest } from "./review.ts";

/** `mutex` runs one order after the other, and none beside a terminal's message. */
export function createOperator(
  context: UpstreamContext,
  parts: {
    readonly faults: Faults;
    readonly log: readonly ReceivedMessage[];
    readonly mutex: Mutex;
  },
): Operator {
  const { store } = context;
  const { faults, log, mutex } = parts;
  const orders: Operator = {
    ...createTerminalOrders(context),
    ...createRequestOrders(context),
    rotateKey: context.key.rotate,
    endKey: context.key.end,
    async setReview({ reviewMs }) {
      context.reviewMs = reviewMs;
    },
    async setVerification({ demand }) {
      context.verification = demand;
    },
    async setFault(order) {
      faults.set(order.fault);
    },
    async list() {
      for (const { requestId } of store.all("requests")) await currentRequest(context, requestId);
      const terminals = [];
      for (const terminal of store.all("terminals")) terminals.push(await summaryOfTerminal(context, terminal));
      return {
        terminals,
        requests: store.all("requests").map(summaryOfRequest),
        answers: store.all("offlineAnswers").map(({ challengeHash, purpose, sn, answeredAtMs, reported }) => ({
          challengeHash,
          purpose,
          sn,
          reported,
          answeredAt: new Date(answeredAtMs).toISOString(),
        })),
      };
    },
    log: async () => [...log],
  };

  const durably =
    <Input, Output>(order: (input: Input) => Promise<Output>) =>
    (input: Input) =>
      mutex.run(async () => {
        const output = await order(input);
        store.commit();
        return output;
      });
  return {
    registerTerminal: durably(orders.registerTerminal),
    addBinding: durably(orders.addBinding),
    issueCode: durably(orders.issueCode),
    bindAgain: durably(orders.bindAgain),
    unbindAtDesk: durably(orders.unbindAtDesk),
    setTerms: durably(orders.setTerms),
    authorise: durably(orders.authorise),
    orderUnbind: durably(orders.orderUnbind),
    approve: durably(orders.approve),
    reject: durably(orders.reject),
    withdrawGrant: durably(orders.withdrawGrant),
    cancel: durably(orders.cancel),
    expire: durably(orders.expire),
    hold: durably(orders.hold),
    lift: durably(orders.lift),
    demand: durably(orders.demand),
    handOverDone: durably(orders.handOverDone),
    answer: durably(orders.answer),
    unlockPin: durably(orders.unlockPin),
    publishProfile: durably(orders.publishProfile),
    rotateKey: durably(orders.rotateKey),
    endKey: durably(orders.endKey),
    setReview: durably(orders.setReview),
    setVerification: durably(orders.setVerification),
    setFault: durably(orders.setFault),
    list: durably(orders.list),
    log: durably(orders.log),
  };
}
