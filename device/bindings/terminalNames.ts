/** By which numbers, read off it, the upstream knows this terminal. */

import type { Cell } from "../base/cell.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { IdentityReport } from "../identity/reading.ts";
import type { DeviceKey } from "../ports/signer.ts";
import type { KnownBindings } from "./known.ts";

export type TerminalNames = { readonly sn: string; readonly imei: string };

/** Who this terminal is, where it is the one that was enrolled, with the same key, or none was. */
export function namesOf(
  { sn, imei }: IdentityReport,
  parts: {
    readonly known: Cell<KnownBindings>;
    readonly deviceKey: Cell<DeviceKey>;
    readonly imeiHash: (imei: string) => string;
  },
): Result<TerminalNames, ErrorView> {
  if (sn.status !== "read" || imei.status !== "read")
    return err(errorView({ code: "provisioning/identity-unreadable" }));
  const names: TerminalNames = { sn: sn.value, imei: imei.value };
  const { enrolled } = parts.known.get().provisioned;
  if (!enrolled) return ok(names);
  if (enrolled.sn !== names.sn) return err({ code: "provisioning/identity-changed", facts: { changed: "SN" } });
  if (enrolled.imeiHash !== parts.imeiHash(names.imei))
    return err({ code: "provisioning/identity-changed", facts: { changed: "IMEI" } });
  if (enrolled.kid !== parts.deviceKey.get().kid) return err(errorView({ code: "provisioning/key-changed" }));
  return ok(names);
}
