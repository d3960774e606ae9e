/** Which commands the kiosk has without a screen, what can be said with each, and nothing of what they do. */

import type { OptionKinds } from "../options.ts";

/** The first action of a command is what it does where none is named. */
export const kioskCommands = {
  status: ["show"],
  unbind: [
    "begin",
    "approve",
    "send",
    "check",
    "verify-code",
    "execute",
    "cancel",
    "challenge",
    "save-challenge",
    "answer",
    "read-answer",
    "resume",
    "close",
  ],
  history: ["show", "tick"],
  export: ["save"],
  pin: ["show", "set", "change", "unlock", "reset"],
  provision: ["enrol"],
  "bind-again": ["enrol"],
  journal: ["show", "export", "archive"],
  diagnostics: ["show", "save"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type KioskCommand = keyof typeof kioskCommands;
export type KioskAction = {
  [Command in KioskCommand]: `${Command} ${(typeof kioskCommands)[Command][number]}`;
}[KioskCommand];

const everywhere = { config: "text", lang: "text", json: "flag", help: "flag" } as const;
const asSomebody = { role: "text", "pin-fd": "text" } as const;
const following = { follow: "flag" } as const;
const choosing = {
  provider: "text",
  kind: "text",
  reason: "text",
  remark: "text",
  intent: "text",
  way: "text",
  "accept-policy": "flag",
  state: "text",
  waive: "text",
  settle: "flag",
  "yes-sn-tail": "text",
} as const;
const code = { "code-fd": "text" } as const;
const onPaper = { print: "flag" } as const;

/** `--pin` is known to be refused with words of its own; so is `--code` but where a one-time code is meant. */
export const optionsOf: Readonly<Record<KioskCommand, OptionKinds>> = {
  status: everywhere,
  unbind: { ...everywhere, ...asSomebody, ...following, ...choosing, ...code, ...onPaper, signed: "flag" },
  history: { ...everywhere, request: "text", item: "text", undo: "flag" },
  export: { ...everywhere, request: "text" },
  pin: { ...everywhere, ...asSomebody, ...code, for: "text", "from-stick": "flag", signed: "flag", because: "text" },
  provision: { ...everywhere, ...asSomebody, ...code, ...onPaper, port: "text", "code-file": "text", code: "text" },
  "bind-again": { ...everywhere, ...asSomebody, ...code, ...onPaper, "code-file": "text", code: "text" },
  journal: { ...everywhere, ...asSomebody, before: "text", case: "text" },
  diagnostics: { ...everywhere, ...asSomebody },
};
