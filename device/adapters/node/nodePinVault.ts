/**
 * The PinVault port on Node: HMAC with a pepper from a file of its own, then scrypt with a salt for each record.
 * Six digits are few: the pepper and the counting of tries (not here) defend them, the derivation only slows.
 */

import { createHmac, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { base64url, fromBase64url, fromUtf8, utf8 } from "../../base/bytes.ts";
import type { Digits } from "../../base/digits.ts";
import { createMutex } from "../../base/mutex.ts";
import type { PinHolder, PinRole, PinVault, PinVaultFailure } from "../../ports/pinVault.ts";
import type { Random } from "../../ports/random.ts";
import { createNodeRandom } from "./nodeRandom.ts";
import { attempt, createStateFile, eraseStateFile, readSecretFile, refuse, replaceStateFile } from "./stateFiles.ts";

/** scrypt's cost (RFC 7914 section 2): N, block size, parallelisation. */
export type PinCost = { readonly n: number; readonly r: number; readonly p: number };

/** OWASP's set of 32 MiB: 0.2 s on the machine that this was measured on, and the smallest to fit a small terminal. */
const defaultCost: PinCost = { n: 2 ** 15, r: 8, p: 3 };
/** A record that asks for more than this was not written here. */
const maxCost: PinCost = { n: 2 ** 17, r: 16, p: 8 };

const pepperName = "pin-pepper";
const pepperBytes = 32;
const saltBytes = 16;
const hashBytes = 32;
const maxRecordBytes = 1024;

type PinRecord = PinCost & { readonly holder: PinHolder; readonly salt: Uint8Array; readonly hash: Uint8Array };

export function createNodePinVault(options: {
  readonly dir: string;
  readonly random?: Random;
  readonly cost?: PinCost;
}): PinVault {
  const { dir, random = createNodeRandom(), cost = defaultCost } = options;
  const mutex = createMutex();
  const nameOf = (role: PinRole) => `pin-${role}.json`;

  const work = <T>(run: () => Promise<T>) =>
    mutex.run(() => attempt(run, (reason): PinVaultFailure => ({ code: "pin/vault-unusable", reason })));

  /** The work has digits of its own, so that the caller may wipe its own as soon as it has called. */
  const workWith = <T>(digits: Digits, run: (copy: Uint8Array) => Promise<T>) => {
    const copy = digits.lend((lent) => lent.slice());
    return work(() => run(copy)).finally(() => copy.fill(0));
  };

  const readRecord = async (role: PinRole): Promise<PinRecord | null> => {
    const bytes = await readSecretFile(dir, nameOf(role), maxRecordBytes);
    return bytes && parseRecord(bytes);
  };

  const readPepper = async (): Promise<Uint8Array | null> => {
    const pepper = await readSecretFile(dir, pepperName, pepperBytes);
    if (pepper && pepper.length !== pepperBytes) refuse("pepper damaged");
    return pepper;
  };

  const makePepper = async (role: PinRole): Promise<Uint8Array> => {
    // A new pepper would turn the PIN that is there into one that nobody knows.
    if (await readRecord(role)) refuse("pepper missing");
    const pepper = random.bytes(pepperBytes);
    await createStateFile(dir, pepperName, pepper);
    return pepper;
  };

  const write = async (role: PinRole, peppered: Uint8Array, { principalId, setBy }: PinHolder) => {
    const salt = random.bytes(saltBytes);
    const hash = await derive(peppered, salt, cost);
    const secret = { kdf: "scrypt", ...cost, salt: base64url(salt), hash: base64url(hash) };
    hash.fill(0);
    await replaceStateFile(dir, nameOf(role), utf8(JSON.stringify({ version: 1, principalId, setBy, ...secret })));
  };

  const compare = async (role: PinRole, peppered: Uint8Array, record: PinRecord): Promise<boolean> => {
    const hash = await derive(peppered, record.salt, record);
    const same = timingSafeEqual(hash, record.hash);
    hash.fill(0);
    // The PIN was right, whether or not its record can be renewed now.
    if (same && isCheaper(record, cost)) await attempt(() => write(role, peppered, record.holder), notRenewed);
    return same;
  };

  return {
    holder: (role) => work(async () => (await readRecord(role))?.holder ?? null),

    set: (role, digits, holder) =>
      workWith(digits, async (copy) => {
        const peppered = pepperDigits((await readPepper()) ?? (await makePepper(role)), role, copy);
        await write(role, peppered, holder).finally(() => peppered.fill(0));
      }),

    matches: (role, digits) =>
      workWith(digits, async (copy) => {
        const record = await readRecord(role);
        if (!record) return false;
        const peppered = pepperDigits((await readPepper()) ?? refuse("pepper missing"), role, copy);
        return compare(role, peppered, record).finally(() => peppered.fill(0));
      }),

    erase: (role) => work(() => eraseStateFile(dir, nameOf(role))),
  };
}

/** Cheaper to try PINs against than the policy of today allows: in memory, or in all. */
function isCheaper(old: PinCost, policy: PinCost): boolean {
  return old.n * old.r < policy.n * policy.r || old.n * old.r * old.p < policy.n * policy.r * policy.p;
}

const notRenewed = (reason: string) => ({ code: "pin/vault-unusable", reason }) as const;

/** The role is in it, so that one role's record is of no use in the place of another's. */
function pepperDigits(pepper: Uint8Array, role: PinRole, digits: Uint8Array): Buffer {
  return createHmac("sha256", pepper).update(`jiebang pin v1 ${role}:`).update(digits).digest();
}

function derive(peppered: Uint8Array, salt: Uint8Array, { n, r, p }: PinCost): Promise<Buffer> {
  // Node refuses what it thinks needs more than 32 MiB; the parallel blocks and some slack come on top of 128 N r.
  const options: ScryptOptions = { N: n, r, p, maxmem: 128 * r * (n + p) + 2 ** 20 };
  return new Promise((resolve, reject) => {
    scrypt(peppered, salt, hashBytes, options, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

function parseRecord(bytes: Uint8Array): PinRecord {
  try {
    const { version, kdf, n, r, p, principalId, setBy, salt, hash } = JSON.parse(fromUtf8(bytes) ?? "");
    const record = { n, r, p, holder: { principalId, setBy }, salt: fromBase64url(salt), hash: fromBase64url(hash) };
    const held = isUuid(principalId) && roles.includes(setBy);
    const known = version === 1 && kdf === "scrypt" && held && isPowerOfTwo(n) && n >= 2;
    const bearable = n <= maxCost.n && isCount(r) && r <= maxCost.r && isCount(p) && p <= maxCost.p;
    if (known && bearable && record.salt?.length === saltBytes && record.hash?.length === hashBytes) {
      return { ...record, salt: record.salt, hash: record.hash };
    }
  } catch {
    // Not JSON, or not an object: damaged as well.
  }
  return refuse("record damaged");
}

const roles: readonly unknown[] = ["merchant", "technician", "factory"] satisfies PinRole[];
const isUuid = (value: unknown) =>
  typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;
const isPowerOfTwo = (value: unknown) => isCount(value) && Number.isInteger(Math.log2(value));
