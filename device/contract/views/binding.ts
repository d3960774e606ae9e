/** What the page sees of what the terminal is, or was, bound to. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import { bindingKind } from "../codes.ts";
import { failure } from "../errors.ts";
import { epoch, instant, text } from "../fields.ts";
import { unbindTerms } from "../messages/binding.ts";
import { profileView } from "./profile.ts";

export const bindingView = z.strictObject({
  state: z.enum(["bound", "unbound"]),
  providerId: text(64),
  providerName: z.nullable(profileView.shape.name),
  bindingKind,
  epoch,
  /** Null once the merchant's data is wiped. */
  merchantName: z.nullable(z.string()),
  merchantIdMasked: z.nullable(z.string()),
  subjectMasked: z.nullable(z.string()),
  contactMasked: z.nullable(z.string()),
  /** Whom to ask: the first contact that the provider signed; null where there is none. */
  support: z.nullable(z.string()),
  /** Since when, as the provider says; null where it does not. */
  boundAt: z.nullable(instant),
  /** How the provider is known, as it signed it: colours as "#rrggbb", path data on a square of 64 units. */
  brand: z.nullable(
    z.strictObject({
      colour: z.nullable(z.string()),
      logo: z.nullable(z.array(z.strictObject({ d: z.string(), fill: z.string() }))),
    }),
  ),
  policy: z.nullable(z.strictObject({ id: z.string(), version: z.string() })),
  terms: z.nullable(unbindTerms),
});
export type BindingView = Immutable<z.infer<typeof bindingView>>;

export const bindingsView = z.discriminatedUnion("state", [
  /** Not known yet: the upstream has not told. */
  z.strictObject({ state: z.literal("unknown"), failure: z.nullable(failure) }),
  z.strictObject({ state: z.literal("known"), list: z.array(bindingView) }),
]);
export type BindingsView = Immutable<z.infer<typeof bindingsView>>;
