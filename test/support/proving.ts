/** What people do when the upstream wants something proven: a code typed on the terminal, or a telephone that takes over. */

import type { FactorKind } from "../../device/contract/codes.ts";
import type { OrderAnswer } from "../../device/contract/orders.ts";
import type { ProviderProfile } from "../../device/profiles/schema.ts";
import type { DemandSummary } from "../upstream/operator.ts";
import { examplePolicyOf } from "../upstream/policies.ts";
import { simulatedOrigin } from "../upstream/verification.ts";
import type { Rig } from "./rig.ts";

export const requestIdOf = async (rig: Rig): Promise<string> => {
  const { requestId } = (await rig.see()).unbind;
  if (!requestId) throw new Error("no request is under way");
  return requestId;
};

/** The provider lists the page that the reference upstream sends telephones to, and what is to be agreed to. A terminal that is set up after that knows. */
export async function listHandOver(rig: Rig, profile: ProviderProfile): Promise<void> {
  const policy = examplePolicyOf(profile);
  await rig.upstream.operator.publishProfile({ profile, handOverOrigins: [simulatedOrigin], policy });
}

/** The upstream's operator wants this proven, and the terminal has heard of it. */
export async function demand(
  rig: Rig,
  factor: FactorKind,
  kind: "code" | "handOver" = "code",
  more: { readonly code?: string; readonly tries?: number; readonly sentTo?: string; readonly validMs?: number } = {},
): Promise<DemandSummary> {
  const { validMs, ...code } = more;
  const how = kind === "code" ? { kind, ...code } : { kind };
  const requestId = await requestIdOf(rig);
  const lives = validMs === undefined ? {} : { validMs };
  const demanded = await rig.upstream.operator.demand({ requestId, factor, how, ...lives });
  await rig.until(({ unbind }) => unbind.state === "verificationRequired" && unbind.demand?.factor === factor);
  return demanded;
}

/** Opens the entry and types. */
export async function typeCode(rig: Rig, digits: string): Promise<OrderAnswer> {
  const asked = await rig.as("merchant", "enterVerification");
  return asked.ok ? rig.type(digits) : asked;
}

/** The whole of it, until the terminal has heard that the review goes on. */
export async function prove(rig: Rig, factor: FactorKind, kind: "code" | "handOver"): Promise<void> {
  const { requestId, code } = await demand(rig, factor, kind);
  if (kind === "handOver") await rig.upstream.operator.handOverDone({ requestId });
  else await typeCode(rig, code ?? "");
  await rig.reach("underReview", "submitted");
}
