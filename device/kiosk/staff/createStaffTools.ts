/** What a technician looks into, and takes along. */

import { createDiagnostics, type Diagnostics, type DiagnosticsParts } from "./diagnostics.ts";
import { createJournalPages, type JournalPages, type JournalPagesParts } from "./journalPages.ts";
import { createLogBundle, type LogBundle, type LogBundleParts } from "./logBundle.ts";

export type StaffTools = {
  readonly diagnostics: Diagnostics;
  readonly journalPages: JournalPages;
  readonly logBundle: LogBundle;
};

export type StaffToolsParts = DiagnosticsParts &
  JournalPagesParts &
  Omit<LogBundleParts, "diagnostics" | "journalPages">;

export function createStaffTools(parts: StaffToolsParts): StaffTools {
  const diagnostics = createDiagnostics(parts);
  const journalPages = createJournalPages(parts);
  const logBundle = createLogBundle({ ...parts, diagnostics, journalPages });
  return { diagnostics, journalPages, logBundle };
}
