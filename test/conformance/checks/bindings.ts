/** What the provider says of a terminal's bindings and profiles. */

import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { bindingsAnswer, paths, profilesAnswer } from "../../../device/contract/upstream.ts";
import { signedProfilePayload } from "../../../device/profiles/schema.ts";
import type { TestTerminal } from "../../upstream/testTerminal.ts";
import { accepted, all, bodyOf, type Check, is, says } from "../check.ts";
import type { Shop } from "../kit.ts";

const told = async (terminal: TestTerminal) => terminal.get(paths.bindings(terminal.sn));

/** The first binding as it is told now; null where it is not accepted. */
async function bindingNow({ terminal, verifier }: Shop) {
  const answer = bindingsAnswer.safeParse(bodyOf(await told(terminal)));
  const verified = answer.success ? await verifier.binding(answer.data.bindings[0] ?? "", terminal.sn) : null;
  return verified?.ok ? verified.value : null;
}

export const bindingChecks: readonly Check[] = [
  {
    id: "bindings/signed",
    clause:
      "Every binding is signed by a pinned key, names the terminal's key as its reader and the provider as its writer.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, verifier } = await enrolled();
      const answer = await told(terminal);
      const parsed = bindingsAnswer.safeParse(bodyOf(answer));
      const bindings = parsed.success ? parsed.data.bindings : [];
      const verified = await Promise.all(bindings.map((jws) => verifier.binding(jws, terminal.sn)));
      return all(says(answer, "200"), is(bindings.length > 0, true), ...verified.map(accepted));
    },
  },
  {
    id: "bindings/ended-at-the-desk",
    clause: "A binding that ended without the terminal is told as unbound, under a greater serial.",
    severity: "must",
    async run({ enrolled, operator }) {
      const shop = await enrolled();
      const before = await bindingNow(shop);
      await operator.unbindAtDesk({ sn: shop.terminal.sn });
      const after = await bindingNow(shop);
      return all(
        is([before?.state, after?.state], ["bound", "unbound"]),
        is((after?.serial ?? 0) > (before?.serial ?? 0), true),
      );
    },
  },
  {
    id: "bindings/serial-kept",
    clause: "What is said twice without a change never has a smaller serial.",
    severity: "must",
    async run({ enrolled }) {
      const shop = await enrolled();
      const [first, second] = [await bindingNow(shop), await bindingNow(shop)];
      return is((second?.serial ?? -1) >= (first?.serial ?? 0), true);
    },
  },
  {
    id: "bindings/epoch-grows",
    clause: "A new bind after an unbind has the next epoch.",
    severity: "must",
    async run({ enrolled, operator }) {
      const shop = await enrolled();
      await operator.unbindAtDesk({ sn: shop.terminal.sn });
      await operator.bindAgain({ sn: shop.terminal.sn });
      const after = await bindingNow(shop);
      return is([after?.state, after?.epoch], ["bound", shop.binding.epoch + 1]);
    },
  },
  {
    id: "profiles/signed",
    clause: "The profiles of the terminal's providers are signed for it.",
    severity: "should",
    async run({ enrolled }) {
      const { terminal, verifier } = await enrolled();
      const answer = await terminal.get(paths.profiles(terminal.sn));
      const parsed = profilesAnswer.safeParse(bodyOf(answer));
      const profiles = parsed.success ? parsed.data.profiles : [];
      const verified = await Promise.all(
        profiles.map((jws) => verifier.open(jws, jwsType.profile, signedProfilePayload)),
      );
      return all(says(answer, "200"), is(parsed.success, true), ...verified.map(accepted));
    },
  },
];
