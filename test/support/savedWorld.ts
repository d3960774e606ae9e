/**
 * A terminal's disk and the upstream beside it as an earlier program left them: `test/fixtures/earlier`, made by that
 * program. The keys in them have signed nothing but tests.
 */

import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import type { JWK } from "jose";
import { fromBase64url, utf8 } from "../../device/base/bytes.ts";
import type { PinHolder, PinRole } from "../../device/ports/pinVault.ts";
import type { Change } from "../upstream/store.ts";
import type { RigDisk } from "./rig.ts";

/** As it lies in the file: `journal` and `payments` are the texts of their files. */
export type SavedFile = {
  readonly nowMs: number;
  readonly disk: {
    readonly journal: string;
    readonly mark: string | null;
    readonly bindings: readonly string[];
    readonly profiles: readonly string[];
    readonly offlineSecret: string;
    readonly pins: readonly (readonly [PinRole, { readonly pin: string; readonly holder: PinHolder }])[];
    readonly payments: string | null;
    readonly privateJwk: JWK;
  };
  readonly upstream: { readonly privateJwk: JWK; readonly changes: readonly Change[] };
};

export type SavedWorld = { readonly nowMs: number; readonly disk: RigDisk; readonly upstream: SavedFile["upstream"] };

/** `name` of a file without its ending. */
export function savedWorld(name: string): SavedWorld {
  const file = new URL(`../fixtures/earlier/${name}.json`, import.meta.url);
  const { nowMs, disk, upstream }: SavedFile = JSON.parse(readFileSync(file, "utf8"));
  return {
    nowMs,
    upstream,
    disk: {
      journal: { bytes: utf8(disk.journal), mark: disk.mark },
      merchant: { bindings: disk.bindings },
      profiles: { profiles: disk.profiles },
      offlineSecret: { bytes: fromBase64url(disk.offlineSecret) },
      pins: new Map(disk.pins),
      payments: { text: disk.payments },
      // A program that did not say so yet.
      format: { written: null },
      key: { privateKey: createPrivateKey({ key: { ...disk.privateJwk }, format: "jwk" }) },
    },
  };
}
