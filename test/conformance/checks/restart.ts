/** What a provider still knows after it was ended and started again. Only where its operator can be asked for that. */

import { paths } from "../../../device/contract/upstream.ts";
import { answerOf } from "../../upstream/testTerminal.ts";
import { all, type Check, is, says } from "../check.ts";
import { heardNow } from "./heard.ts";

export const restartChecks: readonly Check[] = [
  {
    id: "restart/request",
    clause:
      "A request that was answered is known after a restart: the same again is the same, other bytes are a conflict.",
    severity: "must",
    needs: "restart",
    async run({ enrolled, operator }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      await terminal.submit(made);
      await operator.restart?.();
      const altered = await request({ requestId: made.requestId, reason: { code: "regulatory" } });
      return all(
        says(await terminal.submit(altered), "422 idempotency-conflict"),
        says(await terminal.submit(made), "202 submitted", "202 under_review"),
      );
    },
  },
  {
    id: "restart/heard",
    clause: "How far a terminal was heard is known after a restart.",
    severity: "must",
    needs: "restart",
    async run({ enrolled, operator }) {
      const shop = await enrolled();
      const before = await heardNow(shop, 7);
      await operator.restart?.();
      const after = await heardNow(shop);
      return all(is(before?.journal?.seq, 7), is(after?.journal, before?.journal));
    },
  },
  {
    id: "restart/receipt",
    clause: "An execution that was answered brings the very same receipt after a restart.",
    severity: "must",
    needs: "restart",
    async run({ unbound, operator }) {
      const { terminal, made, order, receipt } = await unbound();
      await operator.restart?.();
      return is(answerOf(await terminal.execute(made, order)).receipt, receipt);
    },
  },
  {
    id: "restart/nonce",
    clause: "A message that was taken is stale after a restart as well.",
    severity: "must",
    needs: "restart",
    async run({ enrolled, operator, send }) {
      const { terminal } = await enrolled();
      const path = paths.bindings(terminal.sn);
      const message = { method: "GET", path, headers: { authorization: await terminal.queryHeader(path) }, body: "" };
      await send(message);
      await operator.restart?.();
      return says(await send(message), "409 stale");
    },
  },
];
