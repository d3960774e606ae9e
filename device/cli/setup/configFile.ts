/** The configuration that the answers make, and how it gets to where the kiosk looks for it. */

import { copyFile, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { err, ok, type Result } from "../../base/result.ts";
import type { Language } from "../../contract/codes.ts";
import type { PublicJwk } from "../../contract/fields.ts";
import type { Driver } from "../../link/terminal.ts";
import { configFile, type KioskConfig } from "../../shell/config.ts";
import { systemCode } from "../files.ts";

export type Answers = {
  readonly port: string;
  readonly baudRate: number;
  readonly driver: Driver;
  readonly upstream: string;
  readonly keys: readonly PublicJwk[];
  readonly agreementKey: PublicJwk;
  readonly simulated: boolean;
  readonly language: Language;
};

/** `field`: the first that the kiosk would not take. */
export type ConfigRefusal = { readonly code: "setup/not-configurable"; readonly field: string };
export type WriteFailure = { readonly code: "setup/not-written"; readonly file: string; readonly reason: string };

/** A terminal that speaks SLF takes its payments itself; of any other, nobody knows about them. */
export function configOf(answers: Answers): Result<KioskConfig, ConfigRefusal> {
  const { port, baudRate, driver, upstream, keys, agreementKey, language, simulated } = answers;
  const isNamed = dirname(port) === "/dev/serial/by-id";
  const parsed = configFile.safeParse({
    stateDir: "/var/lib/jiebang",
    serial: { ...(isNamed ? { byId: basename(port) } : { path: port }), baudRate, driver },
    upstream: { baseUrl: upstream, keys, agreementKey },
    carrierDir: "/media/jiebang",
    paymentApp: { kind: driver === "slf" ? "slf" : "none" },
    language,
    window: { kind: "kiosk" },
    simulated,
  });
  if (parsed.success) return ok(parsed.data);
  return err({ code: "setup/not-configurable", field: parsed.error.issues[0]?.path.join(".") ?? "" });
}

/**
 * Whole or not at all, also when the power goes. What was there is kept as `.bak`, whose name is the answer; null where
 * nothing was there. The kiosk's group may read it, others may not.
 */
export async function writeConfig(path: string, config: KioskConfig): Promise<Result<string | null, WriteFailure>> {
  const next = `${path}.new`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(next, "w", 0o640);
    try {
      await file.writeFile(`${JSON.stringify(config, null, 2)}\n`);
      const group = process.getuid?.() === 0 ? await findKioskGroup() : null;
      if (group !== null) await file.chown(0, group);
      await file.chmod(0o640);
      await file.sync();
    } finally {
      await file.close();
    }
    const kept = await copyFile(path, `${path}.bak`).then(
      () => `${path}.bak`,
      () => null,
    );
    await rename(next, path);
    return ok(kept);
  } catch (failure) {
    await rm(next, { force: true }).catch(() => {});
    return err({ code: "setup/not-written", file: path, reason: systemCode(failure) });
  }
}

async function findKioskGroup(): Promise<number | null> {
  const groups = await readFile("/etc/group", "utf8").catch(() => "");
  const id = /^jiebang:[^:]*:(\d+):/m.exec(groups)?.[1];
  return id === undefined ? null : Number(id);
}
