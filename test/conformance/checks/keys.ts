/** How the provider changes its signing keys. These come last: what is asked after them is signed by other keys. */

import { peekJws, thumbprint } from "../../../device/trust/jws.ts";
import { answerOf, payloadOf } from "../../upstream/testTerminal.ts";
import { all, type Check, is, says } from "../check.ts";
import { hash, type Kit } from "../kit.ts";

const hourMs = 3_600_000;
/** As long as a provider needs to be asked once. */
const overlapMs = 2_000;
/** And as far as its clock may be behind. */
const pastItsEndMs = overlapMs + 1_000;

const kidOf = (jws: string) => peekJws(jws).header.kid;

/** The keys before the newest have ended. */
async function endKeys({ operator, wait }: Kit): Promise<void> {
  await operator.rotateKey({ overlapMs });
  await wait(pastItsEndMs);
}

/** The keys of the last set that have no end. */
async function openKeys({ chain }: Kit): Promise<readonly string[]> {
  const keys = (await chain()).sets.at(-1)?.payload.keys ?? [];
  return keys.filter(({ notAfter }) => notAfter === undefined).map(({ key }) => thumbprint(key, hash));
}

export const keyChecks: readonly Check[] = [
  {
    id: "keys/told",
    clause: "The chain of key sets is told to anybody, and empty where no key was ever changed.",
    severity: "must",
    async run({ chain }) {
      const { answer, refused } = await chain();
      return all(says(answer, "200"), is(refused, null));
    },
  },
  {
    id: "keys/handed-on",
    clause:
      "A set follows from the one before: signed by a key without an end, under a greater serial, with every key and one that has no end.",
    severity: "must",
    needs: "rotation",
    async run({ chain, operator }) {
      const before = await chain();
      await operator.rotateKey({ overlapMs: hourMs });
      await operator.rotateKey({ overlapMs: hourMs });
      const { sets, refused } = await chain();
      return all(is(refused, null), is(sets.length, before.sets.length + 2));
    },
  },
  {
    id: "keys/new-key-signs",
    clause: "After a change of keys the new one signs, and a terminal that has the one of before follows.",
    severity: "must",
    needs: "rotation",
    async run(kit) {
      await kit.operator.rotateKey({ overlapMs: hourMs });
      const { grant } = await kit.approved();
      return is([kidOf(grant)], await openKeys(kit));
    },
  },
  {
    id: "keys/told-again",
    clause:
      "What an ended key has signed is told again with the same payload, signed by a key in force, in one text from then on.",
    severity: "must",
    needs: "rotation",
    async run(kit) {
      const { terminal, made, order, receipt } = await kit.unbound();
      await endKeys(kit);
      const tell = async () => answerOf(await terminal.execute(made, order)).receipt ?? "";
      const [again, oncemore] = [await tell(), await tell()];
      return all(
        is([kidOf(again)], await openKeys(kit)),
        is(payloadOf(again), payloadOf(receipt)),
        is(oncemore, again),
      );
    },
  },
  {
    id: "keys/either-text",
    clause: "A hash may name an object by any text in which it was told.",
    severity: "must",
    needs: "rotation",
    async run(kit) {
      const { terminal, made, grant } = await kit.approved();
      await endKeys(kit);
      await terminal.ask(made);
      const executed = await terminal.execute(made, await terminal.execution(made, grant));
      const { receipt = "" } = answerOf(executed);
      await endKeys(kit);
      await terminal.ask(made);
      const attested = await terminal.attest(made, await terminal.attestation(made, receipt));
      return all(says(executed, "200 unbound"), says(attested, "200"));
    },
  },
  {
    id: "restart/keys",
    clause: "The chain of key sets is the same after a restart, and goes on from there.",
    severity: "must",
    needs: "restart",
    async run(kit) {
      const { chain, operator } = kit;
      if (operator.rotates) await operator.rotateKey({ overlapMs: hourMs });
      const before = (await chain()).sets.map(({ jws }) => jws);
      await operator.restart?.();
      const { sets, refused } = await chain();
      const after = sets.map(({ jws }) => jws);
      return all(is(before.length > 0 || !operator.rotates, true), is(refused, null), is(after, before));
    },
  },
];
