/** How far the provider says that it has heard a terminal: by it a terminal finds that its own state is an older one. */

import { randomUUID } from "node:crypto";
import type { HeardPayload } from "../../../device/contract/messages/heard.ts";
import { bindingsAnswer, paths } from "../../../device/contract/upstream.ts";
import { hashOf } from "../../upstream/deviceMessages.ts";
import { all, bodyOf, type Check, is } from "../check.ts";
import type { Kit, Shop } from "../kit.ts";

const point = (seq: number) => ({ seq, hash: hashOf(`record ${seq}`) });

/** What is told in answer to a question that tells this of the journal; null where it is not accepted. */
export async function heardNow({ terminal, verifier }: Shop, seq?: number): Promise<HeardPayload | null> {
  const nonce = randomUUID();
  const told = seq === undefined ? { nonce } : { nonce, journal: point(seq) };
  const answer = bindingsAnswer.safeParse(bodyOf(await terminal.get(paths.bindings(terminal.sn), told)));
  const verified = answer.success ? await verifier.heard(answer.data.heard, terminal.sn, nonce) : null;
  return verified?.ok ? verified.value : null;
}

const facts = (heard: HeardPayload | null) => heard && [heard.requests, heard.lastRequestId, heard.journal];

async function afterRequest({ enrolled }: Kit) {
  const shop = await enrolled();
  const made = await shop.request();
  await shop.terminal.submit(made);
  return { ...shop, made };
}

export const heardChecks: readonly Check[] = [
  {
    id: "heard/signed",
    clause:
      "With the bindings comes how far the terminal was heard: signed for its key, in answer to this very question.",
    severity: "must",
    async run({ enrolled }) {
      return is(facts(await heardNow(await enrolled())), [0, null, null]);
    },
  },
  {
    id: "heard/requests",
    clause: "Every request that was taken is counted once, and the last is named.",
    severity: "must",
    async run(kit) {
      const shop = await afterRequest(kit);
      await shop.terminal.submit(shop.made);
      return is(facts(await heardNow(shop))?.slice(0, 2), [1, shop.made.requestId]);
    },
  },
  {
    id: "heard/journal",
    clause: "The farthest record of its journal that a terminal told is kept, whatever it tells later.",
    severity: "must",
    async run({ enrolled }) {
      const shop = await enrolled();
      const told = [await heardNow(shop, 7), await heardNow(shop, 5), await heardNow(shop)];
      return is(
        told.map((heard) => heard?.journal),
        [point(7), point(7), point(7)],
      );
    },
  },
  {
    id: "heard/enrolled-anew",
    clause: "A terminal that is enrolled anew, by a code of its own, begins anew.",
    severity: "must",
    async run(kit) {
      const { terminal, verifier, ...shop } = await afterRequest(kit);
      const before = await heardNow({ terminal, verifier, ...shop }, 7);
      const { code } = await kit.operator.issueCode({ sn: terminal.sn });
      await terminal.enrol(code);
      const after = await heardNow({ terminal, verifier, ...shop });
      return all(is(before?.requests, 1), is(facts(after), [0, null, null]));
    },
  },
];
