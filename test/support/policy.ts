/** What the generic provider wants agreed to, as it publishes it: the text, and the version in what it says of the binding. */

import { genericProfile } from "../../device/profiles/bundled.ts";
import { examplePolicyOf } from "../upstream/policies.ts";
import { genericTarget, type Rig, simIdentity } from "./rig.ts";

/** The terminal hears of it with the next news. */
export async function publishPolicy({ upstream: { operator } }: Rig, version = "1"): Promise<void> {
  await operator.publishProfile({ profile: genericProfile, policy: examplePolicyOf(genericProfile, version) });
  await operator.setTerms({ sn: simIdentity.sn, ...genericTarget, policyVersion: version });
}
