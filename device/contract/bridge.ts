/**
 * What the core in a WebView and the platform's half in Java say to each other: JSON texts over one channel, each bounded,
 * each checked by whoever receives it. Names every method that there is; a port's meaning stands in device/ports.
 *
 * A request is answered by one reply that carries its number. Requests are numbered from 1 without a gap, and so are events.
 */

import * as z from "zod/mini";
import { text } from "./fields.ts";

/** Characters of the longest text on the channel. A state file of 256 KiB and an answer of the upstream fit well. */
export const maxBridgeText = 4 * 1024 * 1024;
/** Bytes of a long file that are asked for, or told, at once. */
export const maxPieceBytes = 256 * 1024;
/** Requests without their reply. */
export const maxOpenRequests = 256;

const size = z.number().check(z.int(), z.gte(0), z.lte(2 ** 40));
const port = z.number().check(z.int(), z.gte(1), z.lte(2 ** 31));
/** Base64url without padding. */
const bytes = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/));
const nothing = z.strictObject({});
const done = z.null();
const coordinate = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** Folders that the platform gives the program: its own, the one for people to fetch from, and a stick. */
const folder = z.enum(["state", "evidence", "stick"]);
const fileName = z.string().check(z.regex(/^[^/\0]{1,255}$/));
const file = { folder, name: fileName };

const claimed = {
  number: z.enum(["sn", "imei", "tusn", "manufacturer", "model", "firmware"]),
  source: z.enum(["android-serial", "android-imei", "android-build", "vendor-sdk"]),
};
const claim = z.union([
  z.strictObject({ ...claimed, value: z.string().check(z.maxLength(128)) }),
  z.strictObject({ ...claimed, problem: z.enum(["hidden", "permission-denied", "not-supported"]) }),
]);

/** Every port of the platform with its methods: what goes there and what comes back where it succeeds. */
export const bridgeMethods = {
  journal: {
    /** Opens it anew, whoever had it open in this program before. */
    open: { given: nothing, told: z.strictObject({ length: size, mark: z.nullable(text(4096)) }) },
    part: { given: z.strictObject({ from: size, to: size }), told: bytes },
    append: { given: z.strictObject({ bytes }), told: done },
    cut: { given: z.strictObject({ length: size }), told: done },
    mark: { given: z.strictObject({ mark: text(4096) }), told: done },
    setAside: { given: z.strictObject({ archive: size, bytes }), told: done },
    /** How long that archive is; null where there is none. */
    archive: { given: z.strictObject({ archive: size }), told: z.nullable(size) },
    archivePart: { given: z.strictObject({ archive: size, from: size, to: size }), told: bytes },
    free: { given: nothing, told: z.nullable(size) },
    close: { given: nothing, told: done },
  },
  files: {
    read: { given: z.strictObject({ ...file, maxBytes: size }), told: z.nullable(bytes) },
    /** A piece of what `replace` brings in whole with its last one. Each begins where the one before ended, the first at 0. */
    begin: { given: z.strictObject({ ...file, from: size, bytes }), told: done },
    replace: { given: z.strictObject({ ...file, from: size, bytes }), told: z.strictObject({ place: text(4096) }) },
    erase: { given: z.strictObject(file), told: done },
    /** The names of plain files; null where there is no such folder. */
    list: {
      given: z.strictObject({ folder, maxEntries: size }),
      told: z.nullable(z.array(z.string().check(z.maxLength(1024)))),
    },
  },
  keys: {
    /** The signing key, made at first use, with an attestation of this challenge. "key-gone": there was one, and the platform lost it. */
    device: {
      given: z.strictObject({ challenge: bytes }),
      told: z.strictObject({
        x: coordinate,
        y: coordinate,
        /** The attestation, leaf first, DER; empty where the platform gives none. */
        chain: z.array(bytes),
      }),
    },
    /** ECDSA with SHA-256; DER, as the platform gives it. */
    sign: { given: z.strictObject({ bytes }), told: bytes },
    /** AES-256-GCM under a key that never leaves the platform. */
    wrap: {
      given: z.strictObject({ bytes, boundTo: bytes }),
      told: z.strictObject({ iv: bytes, wrapped: bytes, tag: bytes }),
    },
    unwrap: { given: z.strictObject({ iv: bytes, wrapped: bytes, tag: bytes, boundTo: bytes }), told: bytes },
  },
  scrypt: {
    /** RFC 7914; 32 bytes. */
    derive: { given: z.strictObject({ secret: bytes, salt: bytes, n: size, r: size, p: size }), told: bytes },
  },
  serial: {
    open: {
      given: z.strictObject({ path: text(512), baudRate: size }),
      told: z.strictObject({ link: port, usbSerialNumber: z.optional(text(128)) }),
    },
    write: { given: z.strictObject({ link: port, bytes }), told: done },
    close: { given: z.strictObject({ link: port }), told: done },
  },
  upstream: {
    exchange: {
      given: z.strictObject({
        method: z.enum(["GET", "POST"]),
        path: text(4096),
        headers: z.record(z.string(), z.string()),
        body: z.optional(z.string()),
        deadlineMs: size,
        maxAnswerBytes: size,
      }),
      told: z.strictObject({
        status: z.number().check(z.int(), z.gte(100), z.lte(999)),
        contentType: z.string().check(z.maxLength(1024)),
        retryAfter: z.nullable(z.string().check(z.maxLength(1024))),
        body: bytes,
      }),
    },
  },
  /** The terminal that the program runs on, by the system and by its maker's library: what each source says, the best first. */
  terminal: {
    claims: { given: nothing, told: z.array(claim).check(z.maxLength(32)) },
    status: {
      given: nothing,
      told: z.strictObject({
        battery: z.nullable(
          z.strictObject({
            power: z.enum(["battery", "mains", "none", "fault"]),
            percent: z.number().check(z.int(), z.gte(0), z.lte(100)),
          }),
        ),
        signalDbm: z.nullable(z.number().check(z.int(), z.gte(-200), z.lte(0))),
        registered: z.nullable(z.boolean()),
        tamper: z.nullable(z.enum(["clear", "tripped"])),
        printer: z.nullable(z.enum(["ready", "no_paper", "fault"])),
      }),
    },
  },
  log: { write: { given: z.strictObject({ line: text(16_384) }), told: done } },
  platform: {
    /** The configuration's text, as whoever installed the program left it; null where there is none. */
    config: { given: nothing, told: z.nullable(z.string()) },
    about: { given: nothing, told: z.strictObject({ app: text(128), runtime: text(256) }) },
  },
} as const;

export type BridgePort = keyof typeof bridgeMethods;
type Methods<Port extends BridgePort> = (typeof bridgeMethods)[Port];
export type BridgeMethod<Port extends BridgePort> = keyof Methods<Port> & string;
type Schemas<Port extends BridgePort, Method extends BridgeMethod<Port>> = Methods<Port>[Method] & {
  readonly given: z.ZodMiniType;
  readonly told: z.ZodMiniType;
};
export type Given<Port extends BridgePort, Method extends BridgeMethod<Port>> = z.infer<Schemas<Port, Method>["given"]>;
export type Told<Port extends BridgePort, Method extends BridgeMethod<Port>> = z.infer<Schemas<Port, Method>["told"]>;

/** What the platform says without being asked. */
export const bridgeEvent = z.discriminatedUnion("name", [
  z.strictObject({ event: port, name: z.literal("serialBytes"), link: port, bytes }),
  z.strictObject({ event: port, name: z.literal("serialClosed"), link: port }),
]);
export type BridgeEvent = z.infer<typeof bridgeEvent>;

/** A port's own code ("port-busy"), or one of the channel's ("bridge/unknown-port"); the reason is for a technician. */
export const bridgeFailure = z.strictObject({ code: text(64), reason: z.optional(text(200)) });
export type BridgeFailure = z.infer<typeof bridgeFailure>;

export const bridgeReply = z.discriminatedUnion("ok", [
  z.strictObject({ id: port, ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id: port, ok: z.literal(false), error: bridgeFailure }),
]);

/** Why a channel is given up, by whichever end: a text was wrong, and nobody knows what the next one means. */
export const bridgeFault = z.enum(["bridge/malformed", "bridge/too-large", "bridge/out-of-order"]);
export type BridgeFault = z.infer<typeof bridgeFault>;

/** The platform's last word on a channel: it takes nothing more. */
export const bridgeRefusal = z.strictObject({ fault: bridgeFault });
