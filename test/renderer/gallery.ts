/** The built page with a host of its own that shows whatever snapshot it is given. For a driver's page in any browser. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Language } from "../../device/contract/codes.ts";
import type { Host } from "../../device/contract/host.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { snapshots } from "../support/snapshots.ts";
import { auditAccess } from "./accessAudit.ts";
import { auditFocus, auditLayout } from "./layoutAudit.ts";

const origin = "https://kiosk.test";
/** As strict as the shell's own, so that a style or script that it would refuse is seen here. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const types: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css" };

declare global {
  interface Window {
    showSnapshot(snapshot: Snapshot): void;
  }
}

export type Gallery = {
  show(snapshot: Snapshot, language: Language): Promise<void>;
  press(action: string): Promise<void>;
  /** What is wrong with what is drawn now. */
  audit(): Promise<readonly string[]>;
};

/** `pageDir` is where the page was built to. */
export async function openGallery(page: Page, pageDir: string): Promise<Gallery> {
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1) || "index.html";
    const body = await readFile(join(pageDir, name)).catch(() => null);
    if (!body) return route.fulfill({ status: 404 });
    const type = types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    return route.fulfill({
      body,
      headers: { "content-type": `${type}; charset=utf-8`, "content-security-policy": policy },
    });
  });
  await page.addInitScript(() => {
    const listeners = new Set<(snapshot: Snapshot) => void>();
    let deliver: (snapshot: Snapshot) => void = () => {};
    const first = new Promise<Snapshot>((resolve) => {
      deliver = resolve;
    });
    const kioskHost: Host = {
      order: async () => ({ ok: true, value: undefined }),
      snapshot: () => first,
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const showSnapshot = (snapshot: Snapshot) => {
      deliver(snapshot);
      for (const listener of listeners) listener(snapshot);
    };
    Object.assign(window, { kioskHost, showSnapshot });
  });
  await page.goto(`${origin}/`);

  let revision = 0;
  const drawn = async () => {
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 0)));
    await page.waitForFunction(() => document.querySelector(".frame > *") && !document.querySelector("[aria-busy]"));
  };
  return {
    async show(snapshot, language) {
      revision += 1;
      await page.evaluate((next) => window.showSnapshot(next), { ...snapshot, language, revision });
      await drawn();
    },
    async press(action) {
      // A screen may have its details in two places.
      await page.locator(`[data-action="${action}"]`).first().click();
      await drawn();
    },
    audit: async () => [
      ...(await page.evaluate(auditLayout)),
      ...(await page.evaluate(auditFocus)),
      ...(await auditAccess(page)),
      ...complaints.splice(0),
    ],
  };
}

type SnapshotName = keyof typeof snapshots;

/** An action to be pressed; or what the host shows then, while the page goes on looking where it did. */
type Step = string | { readonly shows: SnapshotName };

/** What to do, one step after the other, on a snapshot's screen for what only local state shows. */
const further: Readonly<Partial<Record<SnapshotName, readonly Step[]>>> = {
  home: ["details", "drawing", "close-drawing"],
  homePending: ["see-history", "leave-history"],
  history: ["see-history", "leave-history"],
  draft: [
    "reason-legal_rep_change",
    "policy-text",
    "draft-back",
    "reason-other",
    "show-keys",
    "draft-next",
    "options",
    "intent-unbind_and_close",
  ],
  draftOfCard: ["reason-account_security", "more", "details"],
  draftOffline: ["reason-switch_provider", "options"],
  checksFailed: ["all-checks", "waive-BATTERY_LOW"],
  summary: ["details"],
  confirmedWaits: ["go-offline"],
  submitted: ["details", "withdraw"],
  offlineChallenge: ["withdraw"],
  approvedNotAuthenticated: ["execute"],
  rejected: ["details"],
  completed: ["details", "enlarge-qr"],
  factory: ["begin-enrolment", "type-B", "type-dash", "code-layer", "type-7", "leave-code"],
  factoryWorking: ["staff", "leave-pins"],
  // Whoever enrols it sees its label before the first PIN is asked for.
  factoryUnreadable: ["begin-enrolment", { shows: "firstPinAfterEnrolment" }, "label-next"],
  staffMenu: [
    "diagnostics",
    "transcript",
    "leave-diagnostics",
    "journal",
    "leave-journal",
    "label",
    "label-next",
    "trials",
    "leave-trials",
  ],
  staffMenuNothingRead: [
    ...["diagnostics", "leave-diagnostics", "journal", "search-journal", "search-4", "search-no"],
    ...["leave-journal", "trials"],
  ],
  released: ["staff", { shows: "staffMenuReleased" }, "bind-again", "leave-code", "pins", "leave-pins"],
  staffSessionEnds: ["stay"],
  merchantLocked: ["staff", { shows: "merchantLockedStaffMenu" }, "pins", "leave-pins"],
};

export type Walk = {
  readonly languages?: readonly Language[];
  /** Which snapshots, by their names. */
  readonly only?: RegExp;
  /** Called on each screen, e.g. to take a picture. */
  readonly seen?: (name: string, flaws: readonly string[]) => Promise<unknown>;
};

/** Walks through every snapshot, in both languages where it is not told otherwise. What is wrong with each is handed back. */
export async function auditEverything(gallery: Gallery, walk: Walk = {}): Promise<readonly string[]> {
  const { languages = ["zh-CN", "en"], only = /./, seen = async () => {} } = walk;
  const findings: string[] = [];
  const look = async (name: string) => {
    const flaws = await gallery.audit();
    await seen(name, flaws);
    for (const finding of flaws) findings.push(`${name}: ${finding}`);
  };
  for (const language of languages) {
    for (const name of (Object.keys(snapshots) as SnapshotName[]).filter((each) => only.test(each))) {
      await gallery.show(snapshots[name], language);
      await look(`${language}-${name}`);
      for (const step of further[name] ?? []) {
        if (typeof step === "string") await gallery.press(step);
        else await gallery.show(snapshots[step.shows], language);
        await look(`${language}-${name}-${typeof step === "string" ? step : step.shows}`);
      }
      if (further[name]) await gallery.show(snapshots.starting, language);
    }
  }
  return findings;
}
