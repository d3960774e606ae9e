/** Whom to ask about the unbind at hand: the provider by its name, and the first contact that it signed. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";

export function supportOf(
  { profile }: Pick<UnbindView, "profile">,
  { screens }: Texts,
): { readonly name: string; readonly contact: string | null } {
  const { provider } = screens.support;
  const language = screens.locale.startsWith("zh") ? "zh" : "en";
  const signed = profile?.signed ? profile.channels.find(({ contact }) => contact !== null) : undefined;
  return { name: profile?.name[language] ?? provider, contact: signed?.contact ?? null };
}
