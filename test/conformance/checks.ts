/** Every check of the contract, in the order in which a terminal meets its clauses. */

import type { Check } from "./check.ts";
import { bindingChecks } from "./checks/bindings.ts";
import { enrolmentChecks } from "./checks/enrolment.ts";
import { executionChecks } from "./checks/execution.ts";
import { heardChecks } from "./checks/heard.ts";
import { keyChecks } from "./checks/keys.ts";
import { offlineChecks } from "./checks/offline.ts";
import { queryChecks } from "./checks/queries.ts";
import { requestChecks } from "./checks/requests.ts";
import { restartChecks } from "./checks/restart.ts";
import { reviewChecks } from "./checks/review.ts";
import { successionChecks } from "./checks/succession.ts";
import { transportChecks } from "./checks/transport.ts";
import { wireChecks } from "./checks/wire.ts";

export const checks: readonly Check[] = [
  ...transportChecks,
  ...enrolmentChecks,
  ...successionChecks,
  ...queryChecks,
  ...bindingChecks,
  ...heardChecks,
  ...requestChecks,
  ...reviewChecks,
  ...executionChecks,
  ...offlineChecks,
  ...restartChecks,
  ...wireChecks,
  ...keyChecks,
];
