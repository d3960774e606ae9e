// Who may do what, cell by cell as the domain's table has it, and nothing beside it.

import { describe, expect, test } from "vitest";
import {
  confirmPermission,
  may,
  mayNow,
  type Permission,
  type PermissionActor,
  type PermissionFacts,
  permissions,
  rolesFor,
  secondPersonFor,
  type Verdict,
} from "../../../device/people/permissions.ts";

/** Cashier, merchant, technician, factory, upstream, anybody with the receipt. */
const actors: readonly PermissionActor[] = ["cashier", "merchant", "technician", "factory", "upstream", "auditor"];

const table = `
| See SN/IMEI, version, support card | yes | yes | yes | yes | - | - |
| Open unbind menu (needs own PIN) | no | yes | yes | no (unbound devices only) | - | - |
| Run precheck, print it | no | yes | yes | yes | - | - |
| Create and confirm request, kind terminal_to_merchant | no | yes | yes, with M's second approval or upstream grant | no | order only | - |
| Create and confirm, kind settlement_card / bank_account | no | yes (owner) | **no** (money redirection risk) | no | order only | - |
| Waive BATTERY, PRINTER | no | yes | yes | - | - | - |
| Waive OPEN_BATCH / STORED_OFFLINE_TX (lost data path) | no | no | yes + upstream grant, both recorded | - | grant | - |
| Enter SMS/verification code | no | yes | no (it belongs to the merchant) | no | issues | - |
| Start offline challenge | no | yes | yes | no | answers | - |
| Cancel before SENDING | no | own | own | - | yes | - |
| Resume an interrupted wipe | any present person | any present person | any present person | any present person | - | - |
| Factory reset / re-provision | no | no | yes, only when UNBOUND | yes, only when UNBOUND | - | - |
| Set/reset PIN of a role | no | own | own; M's only with upstream grant | initial random | may force change | - |
| Inject/replace device identity key, pin upstream keys | no | no | no | yes, two persons | rotates by signed set | - |
| Read audit journal | no | yes | yes | yes | yes | no |
| Verify receipt or attestation | yes | yes | yes | yes | yes | yes |
| Edit provider profile | no | no | no | no | signed update only | - |
`;

type Meaning = (facts: PermissionFacts) => Verdict;
const yes: Meaning = () => "yes";
const no: Meaning = () => "no";
const granted: Meaning = ({ upstreamGrant }) => (upstreamGrant ? "yes" : "withUpstreamGrant");

/** What the words of a cell come to. Where the upstream only plays its part in what another does, it may not do it itself. */
const meanings: Record<string, Meaning> = {
  yes,
  "yes (owner)": yes,
  "any present person": yes,
  no,
  "-": no,
  "**no** (money redirection risk)": no,
  "no (unbound devices only)": no,
  "no (it belongs to the merchant)": no,
  grant: no,
  issues: no,
  answers: no,
  own: ({ own }) => (own ? "yes" : "no"),
  "yes, only when UNBOUND": ({ bound }) => (bound === false ? "yes" : "no"),
  "yes + upstream grant, both recorded": granted,
  "order only": granted,
  "yes, with M's second approval or upstream grant": ({ secondPerson, upstreamGrant }) =>
    secondPerson === "merchant" || upstreamGrant ? "yes" : "withSecondPersonOrUpstreamGrant",
};

/** The row about PINs is several permissions; a cell says yes to some of them. */
const pinMeanings: Partial<Record<Permission, Record<string, Meaning>>> = {
  // The factory sets nobody's PIN but its own, which ends with provisioning: another role's first PIN needs the upstream.
  setOwnPin: { own: yes, "own; M's only with upstream grant": yes, "initial random": yes },
  resetMerchantPin: { "own; M's only with upstream grant": granted },
  resetStaffPin: {},
};

const rows: Record<string, readonly Permission[]> = {
  "See SN/IMEI, version, support card": ["readIdentity"],
  "Open unbind menu (needs own PIN)": ["openUnbindMenu"],
  // Whoever may open the menu runs them; nothing prints.
  "Run precheck, print it": [],
  "Create and confirm request, kind terminal_to_merchant": ["confirmTerminalUnbind"],
  "Create and confirm, kind settlement_card / bank_account": ["confirmAccountUnbind"],
  "Waive BATTERY, PRINTER": ["waiveBattery", "waivePrinter"],
  "Waive OPEN_BATCH / STORED_OFFLINE_TX (lost data path)": ["waiveMoney"],
  "Enter SMS/verification code": ["enterVerificationCode"],
  "Start offline challenge": ["startOfflineChallenge"],
  "Cancel before SENDING": ["cancelOwnRequest"],
  "Resume an interrupted wipe": ["resumeWipe"],
  "Factory reset / re-provision": ["reprovision"],
  "Set/reset PIN of a role": ["setOwnPin", "resetMerchantPin", "resetStaffPin"],
  // No order of the page does this.
  "Inject/replace device identity key, pin upstream keys": [],
  "Read audit journal": ["readJournal"],
  "Verify receipt or attestation": ["verifyEvidence"],
  // Nor this: a profile comes signed.
  "Edit provider profile": [],
};

/** What the table leaves out, and who may. */
const ours: Partial<Record<Permission, readonly PermissionActor[]>> = {
  useScreen: ["cashier", "merchant", "technician", "factory"],
  provisionFirst: ["cashier", "merchant", "technician", "factory"],
  askPinReset: ["cashier", "merchant", "technician", "factory"],
  unlockMerchantPin: ["technician", "upstream"],
  unlockAnyPin: ["upstream"],
  openTechnicianMenu: ["technician", "factory"],
};

const situations: readonly PermissionFacts[] = [
  {},
  { bound: true },
  { bound: false },
  { own: true },
  { own: false },
  { secondPerson: "merchant" },
  { secondPerson: "technician" },
  { secondPerson: "factory" },
  { upstreamGrant: true },
  { upstreamGrant: false },
];
const everything: PermissionFacts = { bound: false, own: true, secondPerson: "technician", upstreamGrant: true };

const cells = table
  .trim()
  .split("\n")
  .flatMap((line) => {
    const [title = "", ...texts] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    return (rows[title] ?? []).flatMap((permission) =>
      actors.map((actor, column) => ({ permission, actor, text: texts[column] ?? "" })),
    );
  });

describe("Every cell", () => {
  test.each(cells)("$permission, $actor: $text", ({ permission, actor, text }) => {
    const ofPins = pinMeanings[permission];
    const meaning = ofPins ? (ofPins[text] ?? no) : meanings[text];
    expect(situations.map((facts) => may(actor, permission, facts))).toEqual(
      situations.map((facts) => meaning?.(facts) ?? `no meaning for ${text}`),
    );
  });

  test("of seventeen rows and six columns is there, and no permission stands outside of it but ours", () => {
    const known = [...new Set(cells.map(({ permission }) => permission)), ...Object.keys(ours)];
    expect({ rows: Object.keys(rows).length, permissions: [...permissions].sort() }).toEqual({
      rows: table.trim().split("\n").length,
      permissions: known.sort(),
    });
  });
});

test.each(Object.entries(ours))("%s is for those alone who have the means for it", (permission, expected) => {
  const allowed = actors.filter((actor) => may(actor, permission as Permission, everything) === "yes");
  expect(allowed).toEqual(expected);
});

test("What is not in the table is refused, whoever asks", () => {
  const names = ["eraseJournal", "constructor", "__proto__"] as never[];
  const asking = [...actors, "nobody"] as never[];
  const verdicts = names.flatMap((name) => asking.map((actor) => may(actor, name, everything)));
  expect(new Set(verdicts)).toEqual(new Set(["no"]));
});

test("Who is refused is told what is missing", () => {
  const told = [
    mayNow("merchant", "confirmTerminalUnbind"),
    mayNow("technician", "confirmTerminalUnbind"),
    mayNow("technician", "waiveMoney"),
    mayNow("cashier", "openUnbindMenu"),
  ].map((answer) => (answer.ok ? "ok" : answer.error.code));

  expect(told).toEqual(["ok", "host/needs-second-person", "host/needs-upstream-grant", "host/not-permitted"]);
});

test("The menu knows whom to ask, and whom as the second", () => {
  expect({
    menu: rolesFor("openUnbindMenu"),
    terminal: rolesFor("confirmTerminalUnbind"),
    account: rolesFor("confirmAccountUnbind"),
    reprovision: [rolesFor("reprovision", { bound: true }), rolesFor("reprovision", { bound: false })],
    second: [
      secondPersonFor("technician", "confirmTerminalUnbind"),
      secondPersonFor("merchant", "confirmTerminalUnbind"),
      secondPersonFor("technician", "waiveMoney"),
      secondPersonFor("technician", "confirmTerminalUnbind", { upstreamGrant: true }),
    ],
  }).toEqual({
    menu: ["merchant", "technician"],
    terminal: ["merchant", "technician"],
    account: ["merchant"],
    reprovision: [[], ["technician", "factory"]],
    second: ["merchant", null, null, null],
  });
});

test("What touches money, cards and accounts, needs the stricter permission", () => {
  expect({
    terminal: [confirmPermission("terminal_to_merchant"), confirmPermission("terminal_to_account")],
    money: [confirmPermission("settlement_card_to_merchant"), confirmPermission("bank_account_to_pos")],
  }).toEqual({
    terminal: ["confirmTerminalUnbind", "confirmTerminalUnbind"],
    money: ["confirmAccountUnbind", "confirmAccountUnbind"],
  });
});
