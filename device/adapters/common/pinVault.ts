/**
 * The PinVault port over state files: HMAC with a pepper, then scrypt with a salt for each record. Six digits are few: the counting
 * of tries (not here) defends them before the terminal. Against a copied disk the pepper does, as far as the key does that
 * wraps it: whoever has both tries all PINs in days, since the derivation only slows.
 */

import * as z from "zod/mini";
import { base64url, concat, fromBase64url, utf8 } from "../../base/bytes.ts";
import { type Digits, equalDigits } from "../../base/digits.ts";
import { parseJson } from "../../base/json.ts";
import { createMutex } from "../../base/mutex.ts";
import { pinRole } from "../../contract/codes.ts";
import { text, uuid } from "../../contract/fields.ts";
import type { Hash } from "../../ports/hash.ts";
import type { PinHolder, PinRole, PinVault, PinVaultFailure } from "../../ports/pinVault.ts";
import type { Random } from "../../ports/random.ts";
import { type KeyWrapping, type WrappedFile, wrappedSecret } from "./keyWrapping.ts";
import { attempt, refuse, type StateFiles } from "./stateFiles.ts";

/** scrypt's cost (RFC 7914 section 2): N, block size, parallelisation. */
export type PinCost = { readonly n: number; readonly r: number; readonly p: number };

/** 32 bytes by scrypt, on whatever thread the platform has for it. */
export type Derive = (secret: Uint8Array, salt: Uint8Array, cost: PinCost) => Promise<Uint8Array>;

/** OWASP's set of 32 MiB: 0.2 s on the machine that this was measured on, and the smallest to fit a small terminal. */
export const defaultPinCost: PinCost = { n: 2 ** 15, r: 8, p: 3 };
const pepperName = "pin-pepper.json";
/** Where an earlier program kept it, unwrapped. */
const barePepperName = "pin-pepper";
const pepperBytes = 32;
const maxPepperFileBytes = 1024;
const saltBytes = 16;
const hashBytes = 32;
const maxRecordBytes = 1024;

const storedPepper = z.object({ version: z.literal(1), ...wrappedSecret });
/** As whoever wraps it anew finds it. */
export const pepperFile: WrappedFile = { name: pepperName, maxBytes: maxPepperFileBytes, useOf: () => pepperUse };
const pepperUse = { purpose: "jiebang pin pepper wrap v1", boundTo: new Uint8Array() };

const storedRecord = z.object({
  version: z.literal(1),
  principalId: uuid,
  setBy: pinRole,
  kdf: z.literal("scrypt"),
  // A record that asks for more than these was not written here, and would take all memory.
  n: z.number().check(
    z.int(),
    z.gte(2),
    z.lte(2 ** 17),
    z.refine((n) => Number.isInteger(Math.log2(n))),
  ),
  r: z.number().check(z.int(), z.gte(1), z.lte(16)),
  p: z.number().check(z.int(), z.gte(1), z.lte(8)),
  salt: text(64),
  hash: text(64),
});

type PinRecord = PinCost & { readonly holder: PinHolder; readonly salt: Uint8Array; readonly hash: Uint8Array };

export function createPinVault(parts: {
  readonly files: StateFiles;
  readonly wrapping: KeyWrapping;
  readonly derive: Derive;
  readonly hash: Hash;
  readonly random: Random;
  readonly cost: PinCost;
}): PinVault {
  const { files, wrapping, derive, hash: digest, random, cost } = parts;
  const mutex = createMutex();
  const nameOf = (role: PinRole) => `pin-${role}.json`;

  const unusable = (reason: string): PinVaultFailure => ({ code: "pin/vault-unusable", reason });
  const work = <T>(run: () => Promise<T>) => mutex.run(() => attempt(run, unusable));

  /** The work has digits of its own, so that the caller may wipe its own as soon as it has called. */
  const workWith = <T>(digits: Digits, run: (copy: Uint8Array) => Promise<T>) => {
    const copy = digits.lend((lent) => lent.slice());
    return work(() => run(copy)).finally(() => copy.fill(0));
  };

  const readRecord = async (role: PinRole): Promise<PinRecord | null> => {
    const bytes = await files.readSecret(nameOf(role), maxRecordBytes);
    return bytes && parseRecord(bytes);
  };

  const readPepper = async (): Promise<Uint8Array | null> => {
    const stored = await files.readSecret(pepperName, maxPepperFileBytes);
    if (!stored) return wrapBarePepper();
    // A power cut between wrapping it and this left it there.
    if (await files.readSecret(barePepperName, pepperBytes)) await files.erase(barePepperName);
    const parsed = storedPepper.safeParse(parseJson(stored));
    return wholePepper(parsed.success ? await wrapping.unwrap(parsed.data, pepperUse) : refuse("pepper damaged"));
  };

  const wrapBarePepper = async (): Promise<Uint8Array | null> => {
    const bare = await files.readSecret(barePepperName, pepperBytes);
    if (!bare) return null;
    await keepPepper(wholePepper(bare));
    await files.erase(barePepperName);
    return bare;
  };

  const keepPepper = async (pepper: Uint8Array) => {
    const stored = { version: 1, ...(await wrapping.wrap(pepper, pepperUse)) };
    await files.create(pepperName, utf8(JSON.stringify(stored)));
  };

  const makePepper = async (role: PinRole): Promise<Uint8Array> => {
    // A new pepper would turn the PIN that is there into one that nobody knows.
    if (await readRecord(role)) refuse("pepper missing");
    const pepper = random.bytes(pepperBytes);
    await keepPepper(pepper);
    return pepper;
  };

  const write = async (role: PinRole, peppered: Uint8Array, { principalId, setBy }: PinHolder) => {
    const salt = random.bytes(saltBytes);
    const hash = await derive(peppered, salt, cost);
    const secret = { kdf: "scrypt", ...cost, salt: base64url(salt), hash: base64url(hash) };
    hash.fill(0);
    await files.replace(nameOf(role), utf8(JSON.stringify({ version: 1, principalId, setBy, ...secret })));
  };

  const compare = async (role: PinRole, peppered: Uint8Array, record: PinRecord): Promise<boolean> => {
    const hash = await derive(peppered, record.salt, record);
    const same = equalDigits(hash, record.hash);
    hash.fill(0);
    // The PIN was right, whether or not its record can be renewed now.
    if (same && isCheaper(record, cost)) await attempt(() => write(role, peppered, record.holder), notRenewed);
    return same;
  };

  return {
    // Waits for nothing else: a file is replaced whole, and whoever erased one looks again.
    holder: (role) => attempt(async () => (await readRecord(role))?.holder ?? null, unusable),

    set: (role, digits, holder) =>
      workWith(digits, async (copy) => {
        const peppered = pepperDigits(digest, (await readPepper()) ?? (await makePepper(role)), role, copy);
        await write(role, peppered, holder).finally(() => peppered.fill(0));
      }),

    matches: (role, digits) =>
      workWith(digits, async (copy) => {
        const record = await readRecord(role);
        if (!record) return false;
        const peppered = pepperDigits(digest, (await readPepper()) ?? refuse("pepper missing"), role, copy);
        return compare(role, peppered, record).finally(() => peppered.fill(0));
      }),

    erase: (role) => work(() => files.erase(nameOf(role))),
  };
}

function wholePepper(pepper: Uint8Array): Uint8Array {
  return pepper.length === pepperBytes ? pepper : refuse("pepper damaged");
}

/** Cheaper to try PINs against than the policy of today allows: in memory, or in all. */
function isCheaper(old: PinCost, policy: PinCost): boolean {
  return old.n * old.r < policy.n * policy.r || old.n * old.r * old.p < policy.n * policy.r * policy.p;
}

const notRenewed = (reason: string) => ({ code: "pin/vault-unusable", reason }) as const;

/** The role is in it, so that one role's record is of no use in the place of another's. */
function pepperDigits(hash: Hash, pepper: Uint8Array, role: PinRole, digits: Uint8Array): Uint8Array {
  const message = concat([utf8(`jiebang pin v1 ${role}:`), digits]);
  const peppered = hash.hmac(pepper, message);
  message.fill(0);
  return peppered;
}

function parseRecord(bytes: Uint8Array): PinRecord {
  const stored = storedRecord.safeParse(parseJson(bytes));
  const salt = stored.success ? fromBase64url(stored.data.salt) : null;
  const hash = stored.success ? fromBase64url(stored.data.hash) : null;
  if (!stored.success || salt?.length !== saltBytes || hash?.length !== hashBytes) return refuse("record damaged");
  const { n, r, p, principalId, setBy } = stored.data;
  return { n, r, p, holder: { principalId, setBy }, salt, hash };
}
