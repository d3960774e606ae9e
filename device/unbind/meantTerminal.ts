/** The terminal that everything on this machine is about, known over restarts, and whether it is the one that was read. */

import type { Cell } from "../base/cell.ts";
import type { KnownBindings } from "../bindings/known.ts";
import { type NamedTerminal, type Recognise, recogniseAs } from "../identity/sameTerminal.ts";
import type { MessageSigner } from "../trust/messageSigner.ts";
import type { UnbindState } from "./states.ts";

export type MeantTerminal = {
  /** The one that the request names, or else the one that was enrolled. Null before an enrolment: then it is about none. */
  named(): NamedTerminal | null;
  readonly recognise: Recognise;
};

export function createMeantTerminal(parts: {
  readonly state: Cell<UnbindState>;
  readonly known: Cell<KnownBindings>;
  readonly trust: { readonly messageSigner: MessageSigner };
}): MeantTerminal {
  const { imeiHash } = parts.trust.messageSigner;
  function named(): NamedTerminal | null {
    const state = parts.state.get();
    return "request" in state ? state.request : parts.known.get().provisioned.enrolled;
  }
  return {
    named,
    recognise(identity) {
      const meant = named();
      return meant ? recogniseAs(identity, meant, imeiHash) : "unread";
    },
  };
}
