/** The configuration that the answers make, and how it gets to where the kiosk looks for it. */

import { copyFile, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { TlsFiles } from "../../adapters/node/tlsFiles.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Language } from "../../contract/codes.ts";
import type { PublicJwk } from "../../contract/fields.ts";
import type { Driver } from "../../link/terminal.ts";
import { configFile, type KioskConfig } from "../../shell/config.ts";
import type { PrinterConfig } from "../../shell/printerConfig.ts";
import { systemCode } from "../files.ts";

export type Answers = {
  readonly port: string;
  readonly baudRate: number;
  readonly driver: Driver;
  readonly upstream: string;
  readonly keys: readonly PublicJwk[];
  readonly agreementKey: PublicJwk;
  readonly tls: TlsFiles;
  readonly printer: PrinterConfig | null;
  readonly simulated: boolean;
  readonly language: Language;
};

/** `field`: the first that the kiosk would not take. */
export type ConfigRefusal = { readonly code: "setup/not-configurable"; readonly field: string };
export type WriteFailure = { readonly code: "setup/not-written"; readonly file: string; readonly reason: string };

/** A terminal that speaks SLF takes its payments itself; of any other, nobody knows about them. */
export function configOf(answers: Answers): Result<KioskConfig, ConfigRefusal> {
  const { port, baudRate, driver, upstream, keys, agreementKey, tls, printer, language, simulated } = answers;
  const isNamed = dirname(port) === "/dev/serial/by-id";
  const parsed = configFile.safeParse({
    stateDir: "/var/lib/jiebang",
    serial: { ...(isNamed ? { byId: basename(port) } : { path: port }), baudRate, driver },
    upstream: { baseUrl: upstream, keys, agreementKey, ...(isAny(tls) && { tls }) },
    carrierDir: "/media/jiebang",
    ...(printer && { printer }),
    paymentApp: { kind: driver === "slf" ? "slf" : "none" },
    language,
    window: { kind: "kiosk" },
    simulated,
  });
  if (parsed.success) return ok(parsed.data);
  return err({ code: "setup/not-configurable", field: parsed.error.issues[0]?.path.join(".") ?? "" });
}

/** Any file of TLS at all. */
export function isAny(tls: TlsFiles): boolean {
  return (tls.caFile ?? tls.certFile ?? tls.keyFile) !== undefined;
}

/** Where the files of TLS are to lie: beside the configuration, where the kiosk may read them whoever brought them. */
export function placesOfTls(configPath: string, tls: TlsFiles): TlsFiles {
  const dir = join(dirname(configPath), "tls");
  return {
    ...(tls.caFile !== undefined && { caFile: join(dir, "ca.pem") }),
    ...(tls.certFile !== undefined && { certFile: join(dir, "client.pem") }),
    ...(tls.keyFile !== undefined && { keyFile: join(dir, "client.key") }),
  };
}

/** Copies what has been read and tried to where it is to lie. The key becomes the kiosk's own, for nobody else. */
export async function placeTls(from: TlsFiles, to: TlsFiles): Promise<Result<void, WriteFailure>> {
  const kiosk = await findKioskUser();
  for (const name of ["caFile", "certFile", "keyFile"] as const) {
    const [source, target] = [from[name], to[name]];
    if (source === undefined || target === undefined) continue;
    const guard = name === "keyFile" ? { mode: 0o600, ...kiosk } : { mode: 0o644 };
    const placed = await attemptWrite(target, async () => writeWhole(target, await readFile(source), guard));
    if (!placed.ok) return placed;
  }
  return ok();
}

/**
 * What was there is kept as `.bak`, whose name is the answer; null where nothing was there. The kiosk's group may read
 * it, others may not.
 */
export function writeConfig(path: string, config: KioskConfig): Promise<Result<string | null, WriteFailure>> {
  return attemptWrite(path, async () => {
    const kept = await copyFile(path, `${path}.bak`).then(
      () => `${path}.bak`,
      () => null,
    );
    const { gid = 0 } = (await findKioskUser()) ?? {};
    await writeWhole(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o640, uid: 0, gid });
    return kept;
  });
}

async function attemptWrite<T>(file: string, work: () => Promise<T>): Promise<Result<T, WriteFailure>> {
  try {
    return ok(await work());
  } catch (failure) {
    return err({ code: "setup/not-written", file, reason: systemCode(failure) });
  }
}

type Guard = { readonly mode: number; readonly uid?: number; readonly gid?: number };

/** Whole or not at all, also when the power goes. Only root gives a file to somebody. */
async function writeWhole(path: string, content: string | Uint8Array, guard: Guard): Promise<void> {
  const { mode, uid = 0, gid = 0 } = guard;
  const next = `${path}.new`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(next, "w", mode);
    try {
      await file.writeFile(content);
      if (process.getuid?.() === 0) await file.chown(uid, gid);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
  } catch (failure) {
    await rm(next, { force: true }).catch(() => {});
    throw failure;
  }
}

/** Undefined where the package has not made the user. */
async function findKioskUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  const users = await readFile("/etc/passwd", "utf8").catch(() => "");
  const [, uid, gid] = /^jiebang:[^:]*:(\d+):(\d+):/m.exec(users) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
