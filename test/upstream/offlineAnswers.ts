/**
 * Answers to challenges that people read out or carry. The challenge alone names the terminal: nothing else is asked.
 * Both tiers are given at once; that an answer was given is kept.
 */

import { createHmac } from "node:crypto";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { fromBase64url } from "../../device/base/bytes.ts";
import { uuidV7 } from "../../device/base/ids.ts";
import type { PinRole } from "../../device/contract/codes.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { OfflineAnswerPayload, PinUnlockPayload } from "../../device/contract/messages/offline.ts";
import { answerCodeOf, answerMessage } from "../../device/offline/answerCode.ts";
import {
  type Challenge,
  type ChallengePurpose,
  challengeHash,
  challengePurposes,
  parseChallenge,
  pinPurpose,
  terminalTagOf,
} from "../../device/offline/challenge.ts";
import { openSubmission } from "./admission.ts";
import { stateOf } from "./bindings.ts";
import type { OfflineAnswer } from "./operator.ts";
import type { BindingRecord, OfflineAnswerRecord, TerminalRecord } from "./records.ts";
import { addressedTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";

const hourMs = 3_600_000;
const hash = createNodeHash();

/**
 * `role`: whose PIN is to be chosen anew, as whoever asks says; without it the challenge is one of an unbind. `request`: the request itself, where it was
 * carried as well. Rejects with an Error that says what is wrong.
 */
export async function answerChallenge(
  context: UpstreamContext,
  order: {
    readonly challenge: string;
    readonly role?: PinRole;
    readonly sn?: string | undefined;
    readonly request?: string | undefined;
    readonly validMs?: number | undefined;
  },
): Promise<OfflineAnswer> {
  const { role, request, sn } = order;
  const purpose = role === undefined ? "unbind" : pinPurpose(role);
  const challenge = readChallenge(order.challenge);
  const { terminal, binding } = findAsker(context, { challenge, purpose, sn });
  const requestId = request === undefined ? undefined : await idOfRequest(context, request, terminal, binding);
  const nowMs = context.clock.now();
  const name = challengeHash(challenge, hash);
  const earlier = context.store.get("offlineAnswers", name);
  const answer =
    earlier && earlier.expiresAtMs > nowMs
      ? earlier
      : await sign(context, {
          name,
          terminal,
          binding,
          requestId,
          role,
          expiresAtMs: nowMs + (order.validMs ?? hourMs),
        });
  context.store.put("offlineAnswers", name, answer);
  return {
    allows: purpose,
    sn: terminal.sn,
    bindingKind: binding.bindingKind,
    epoch: binding.epoch,
    merchantName: binding.merchantName,
    merchantIdMasked: binding.merchantIdMasked,
    jws: answer.jws,
    code: codeFor(challenge, await secretOf(context, terminal)),
    expiresAt: new Date(answer.expiresAtMs).toISOString(),
  };
}

/** Throws an Error in words for whoever holds the telephone. */
function readChallenge(typed: string): Challenge {
  const parsed = parseChallenge(typed);
  if (parsed.ok) return parsed.value;
  switch (parsed.error.code) {
    case "challenge/wrong-length":
      throw new Error(`a challenge has 20 letters, and these are ${parsed.error.letters}`);
    case "challenge/foreign-letter":
      throw new Error("a challenge has only the letters BCDFGHJKLMNPQRSTVWXZ");
    case "challenge/mistyped":
      throw new Error("a letter was heard or typed wrongly: the check letter does not fit. Have it read out again");
  }
}

type Asker = { readonly terminal: TerminalRecord; readonly binding: BindingRecord };

/** Throws an Error in words for whoever asked for the answer, where it is not one binding's own. */
function findAsker(
  context: UpstreamContext,
  asked: { readonly challenge: Challenge; readonly purpose: ChallengePurpose; readonly sn: string | undefined },
): Asker {
  const { challenge, purpose } = asked;
  const fitting: Asker[] = [];
  const near: string[] = [];
  for (const terminal of context.store.all("terminals")) {
    if ((asked.sn ?? terminal.sn) !== terminal.sn) continue;
    for (const binding of terminal.bindings) {
      const { bindingKind, epoch } = binding;
      const who = nameOf({ terminal, binding });
      const isOf = (what: ChallengePurpose, of: number) =>
        terminalTagOf({ purpose: what, sn: terminal.sn, bindingKind, epoch: of }, hash) === challenge.terminalTag;
      const earlier = Array.from({ length: epoch - 1 }, (_, i) => i + 1).find((of) => isOf(purpose, of));
      const other = challengePurposes.find((each) => each !== purpose && isOf(each, epoch));
      if (isOf(purpose, epoch)) {
        if (!terminal.enrolled) near.push(`${who}: it was never enrolled, so it shares no secret`);
        else if (purpose === "unbind" && stateOf(binding) === "unbound") near.push(`${who}: it is not bound any more`);
        else fitting.push({ terminal, binding });
      } else if (other) near.push(`${who}: this challenge is for ${purposeNames[other]}`);
      else if (earlier) near.push(`${who}: this challenge is of epoch ${earlier}; it was bound again since`);
    }
  }
  const [asker] = fitting;
  // Two terminals may share a tag by chance; two bindings of one terminal and kind have the same answer.
  if (new Set(fitting.map(({ terminal }) => terminal.sn)).size > 1)
    throw new Error(`several terminals fit, say which SN it is: ${fitting.map(nameOf).join("; ")}`);
  if (!asker) throw new Error(near[0] ?? "no terminal of this upstream has made this challenge");
  return asker;
}

const nameOf = ({ terminal, binding }: Pick<Asker, "terminal" | "binding">) =>
  `terminal ${terminal.sn}, ${binding.merchantName}`;

/** A request that was carried here must be this terminal's own and for the binding that the challenge names. */
async function idOfRequest(
  context: UpstreamContext,
  body: string,
  terminal: TerminalRecord,
  { bindingKind, epoch }: BindingRecord,
): Promise<string> {
  const opened = await openSubmission(context, body);
  if (!opened.ok) throw new Error(`the request that was carried is not accepted: ${opened.error.code}`);
  const { request } = opened.value;
  if (request.device.sn !== terminal.sn || request.bindingKind !== bindingKind || request.epoch !== epoch)
    throw new Error("the request that was carried is of another terminal or binding");
  return request.requestId;
}

const purposeNames: Readonly<Record<ChallengePurpose, string>> = {
  unbind: "an unbind (order: answer)",
  "merchant-pin": "a new PIN of the merchant (order: unlock-pin --role merchant)",
  "technician-pin": "a new PIN of the technician (order: unlock-pin --role technician)",
  "factory-pin": "a new PIN of the factory (order: unlock-pin --role factory)",
};

async function sign(
  context: UpstreamContext,
  subject: {
    readonly name: string;
    readonly terminal: TerminalRecord;
    readonly binding: BindingRecord;
    readonly requestId: string | undefined;
    readonly role: PinRole | undefined;
    readonly expiresAtMs: number;
  },
): Promise<OfflineAnswerRecord> {
  const { name, terminal, binding, requestId, role, expiresAtMs } = subject;
  const { sn } = terminal;
  const { bindingKind, epoch } = binding;
  const nowMs = context.clock.now();
  const id = uuidV7(nowMs, context.random.bytes(10));
  const times = { answeredAt: new Date(nowMs).toISOString(), expiresAt: new Date(expiresAtMs).toISOString() };
  const carried = requestId === undefined ? {} : { requestId };
  const unbind: OfflineAnswerPayload = {
    ...addressedTo(context, sn),
    answerId: id,
    challengeHash: name,
    sn,
    epoch,
    bindingKind,
    ...carried,
    ...times,
  };
  const unlock = (of: PinRole): PinUnlockPayload => ({
    ...addressedTo(context, sn),
    unlockId: id,
    challengeHash: name,
    sn,
    role: of,
    ...times,
  });
  const jws = await (role === undefined
    ? context.key.sign(jwsType.offlineAnswer, unbind)
    : context.key.sign(jwsType.pinUnlock, unlock(role)));
  const purpose = role === undefined ? "unbind" : pinPurpose(role);
  return {
    challengeHash: name,
    purpose,
    sn,
    bindingKind,
    epoch,
    answeredAtMs: nowMs,
    expiresAtMs,
    jws,
    reported: false,
  };
}

/** Of an enrolled terminal. */
async function secretOf(context: UpstreamContext, { sn, enrolled }: TerminalRecord): Promise<Uint8Array> {
  const { agreedBy, deviceKid = "", agreementKey: terminalKey, offlineSecret = "" } = enrolled ?? {};
  const { audience } = context;
  const secret = terminalKey
    ? await context.agreementKey.secretWith({ terminalKey, audience, sn, deviceKid: agreedBy ?? deviceKid })
    : fromBase64url(offlineSecret);
  if (!secret) throw new Error("a shared secret is kept that is no base64url");
  return secret;
}

/** Eleven digits to be read out. */
function codeFor(challenge: Challenge, secret: Uint8Array): string {
  const mac = createHmac("sha256", secret).update(answerMessage(challenge)).digest();
  const digits = answerCodeOf(new Uint8Array(mac));
  const code = digits.lend((each) => each.join(""));
  digits.wipe();
  return code;
}
