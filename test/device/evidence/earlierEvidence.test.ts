// Evidence that an earlier program wrote, format 2: it says for ever what it said then.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { publicJwk } from "../../../device/contract/fields.ts";
import { readBundle } from "../../../device/evidence/bundle.ts";
import { checkBundle } from "../../../device/evidence/check.ts";
import { hash } from "./keys.ts";

const folder = new URL("../../fixtures/evidence-2/", import.meta.url);

async function said(name: string) {
  const bundle = readBundle(readFileSync(new URL(`${name}.json`, folder)));
  if (!bundle.ok) return bundle.error;
  const pinnedUpstream = [publicJwk.parse(JSON.parse(readFileSync(new URL(`${name}.upstream.jwk`, folder), "utf8")))];
  const { conclusion, findings } = await checkBundle(bundle.value, { hash, pinnedUpstream });
  return { conclusion, wrong: findings.filter(({ ok }) => !ok) };
}

const conclusions = {
  "two-step": "unbound-now-proven",
  "two-persons": "unbound-now-proven",
  "one-step": "unbound-now-proven",
  ordered: "unbound-now-proven",
  "offline-signed": "unbound-now-proven",
  "offline-code": "unbound-now-proven",
  "offline-signed-pending": "offline-signed",
  "offline-code-pending": "offline-code",
  approved: "approved-only",
  requested: "requested-only",
} as const;

test("every bundle that is kept of that program is looked at", () => {
  const kept = readdirSync(folder).filter((name) => name.endsWith(".json"));
  expect(kept.sort()).toEqual(
    Object.keys(conclusions)
      .map((name) => `${name}.json`)
      .sort(),
  );
});

test.each(Object.entries(conclusions))("%s is sound, and proves what it proved", async (name, conclusion) => {
  expect(await said(name)).toEqual({ conclusion, wrong: [] });
});
