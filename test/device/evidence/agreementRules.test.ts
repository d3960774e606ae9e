// What evidence is judged by is what the terminal itself went by when it signed.

import { expect, test } from "vitest";
import { bindingKind, checkCode, role } from "../../../device/contract/codes.ts";
import { agreementRules } from "../../../device/evidence/agreementRules.ts";
import { confirmPermission, may } from "../../../device/people/permissions.ts";
import { checkPolicies } from "../../../device/profiles/policy.ts";

const newest = agreementRules[2];

test("The newest rules of waivers are the policy that no provider can loosen (a policy that changes gets a schema version)", () => {
  const policy = checkCode.options.map((check) => {
    const { waivableBy, authorisation } = checkPolicies[check];
    return [check, waivableBy.length > 0 ? { by: waivableBy, covers: authorisation } : undefined];
  });

  expect(checkCode.options.map((check) => [check, newest.waivers[check]])).toEqual(policy);
});

test("The newest rules of who begins are the table of permissions (a table that changes gets a schema version)", () => {
  const begins = (who: (typeof role.options)[number], kind: (typeof bindingKind.options)[number]) => {
    const permission = confirmPermission(kind);
    if (who === "upstream") return undefined;
    if (may(who, permission) === "yes") return "alone";
    const helped = [may(who, permission, { secondPerson: "merchant" }), may(who, permission, { upstreamGrant: true })];
    const hindered = may(who, permission, { secondPerson: "technician" });
    return helped.every((verdict) => verdict === "yes") && hindered !== "yes" ? "withMerchantOrUpstream" : undefined;
  };
  const cells = bindingKind.options.flatMap((kind) => role.options.map((who) => [kind, who] as const));

  expect(cells.map(([kind, who]) => [kind, who, newest.begins[kind][who]])).toEqual(
    cells.map(([kind, who]) => [kind, who, begins(who, kind)]),
  );
});
