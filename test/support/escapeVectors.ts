/** Ways out of the page, and the doors at which each shell refuses them. One list for both: a door that is on neither side is on no side by mistake. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../build/paths.ts";

type EscapeVector = {
  readonly vector: string;
  /** Events, setters and commands. Empty: there is no such way, or it is refused before there is a page (electron/launchRules). */
  readonly electron: readonly string[];
  /** Methods that are overridden, and settings. Empty: a WebView has no such thing. */
  readonly webView: readonly string[];
};

export const escapeVectors: readonly EscapeVector[] = JSON.parse(
  readFileSync(join(projectDir, "test/fixtures/escape-vectors.json"), "utf8"),
);
