/** How a key that a terminal keeps better takes the place of the one that it is enrolled with. */

import { paths, successionAnswer } from "../../../device/contract/upstream.ts";
import type { TestTerminal } from "../../upstream/testTerminal.ts";
import { all, bodyOf, type Check, is, says } from "../check.ts";
import type { Kit } from "../kit.ts";

/** An enrolled terminal by its first key, and the same terminal by another one. */
async function twoKeys({ enrolled, terminal }: Kit): Promise<{ old: TestTerminal; next: TestTerminal }> {
  const { terminal: old } = await enrolled();
  return { old, next: await terminal(old) };
}

const ask = (terminal: TestTerminal) => terminal.get(paths.bindings(terminal.sn));

export const successionChecks: readonly Check[] = [
  {
    id: "succession/answer",
    clause:
      "A succession that both keys sign is answered by 200, which tells the next key's thumbprint; so is the same told again.",
    severity: "must",
    async run(kit) {
      const { old, next } = await twoKeys(kit);
      const [first, again] = [await next.succeed(old), await next.succeed(old)];
      const told = successionAnswer.safeParse(bodyOf(first));
      return all(says(first, "200"), is(told.data?.deviceKid, next.kid), says(again, "200"));
    },
  },
  {
    id: "succession/old-key-until-used",
    clause: "The key before is heard until the next one has signed something: the answer may have been lost.",
    severity: "must",
    async run(kit) {
      const { old, next } = await twoKeys(kit);
      await next.succeed(old);
      return says(await ask(old), "200");
    },
  },
  {
    id: "succession/old-key-not-after",
    clause: "Once the next key has signed something, the key before is unknown.",
    severity: "must",
    async run(kit) {
      const { old, next } = await twoKeys(kit);
      await next.succeed(old);
      const told = await ask(next);
      return all(says(told, "200"), says(await ask(old), "401 unknown-key"));
    },
  },
  {
    id: "succession/addressed",
    clause: "What is signed for the terminal from then on names the next key.",
    severity: "must",
    async run(kit) {
      const { old, next } = await twoKeys(kit);
      await next.succeed(old);
      const { bindings = [] } = bodyOf(await ask(next)) as { bindings?: readonly string[] };
      const verified = await Promise.all(bindings.map((jws) => kit.verifierFor(next).binding(jws, next.sn)));
      return is(
        verified.map(({ ok }) => ok),
        [true],
      );
    },
  },
  {
    id: "succession/word-on-another",
    clause: "The word of the key in use names the next key by its thumbprint; on any other key it is a bad signature.",
    severity: "must",
    async run(kit) {
      const { old, next } = await twoKeys(kit);
      const word = await old.successorWord(await kit.terminal(old));
      return says(await next.post(paths.successions, await next.succession(word)), "401 bad-signature");
    },
  },
  {
    id: "succession/word-of-its-own",
    clause: "A key that nobody knows gives itself no word.",
    severity: "must",
    async run(kit) {
      const { next } = await twoKeys(kit);
      return says(await next.succeed(next), "401 unknown-key");
    },
  },
  {
    id: "succession/other-terminal",
    clause: "A key of one terminal gives no word on the key of another.",
    severity: "must",
    async run(kit) {
      const { next } = await twoKeys(kit);
      const { terminal: other } = await kit.enrolled();
      return says(await next.succeed(other), "422 identity-mismatch");
    },
  },
];
