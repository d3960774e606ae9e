/** Enrolment of a terminal's key with a one-time code, and what the upstream says of its binding. */

import { err, ok, type Result } from "../../device/base/result.ts";
import { type BindingPayload, enrolmentPayload, jwsType, queryPayload } from "../../device/contract/evidence.ts";
import { paths } from "../../device/contract/upstream.ts";
import { type Answer, jsonAnswer, type Refusal } from "./answers.ts";
import { hashOf, openDeviceMessage, openIntroduction, useNonce } from "./deviceMessages.ts";
import type { TerminalRecord } from "./records.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";

/** The same proof by the same key is answered with the same bytes again, so that a lost answer costs no code. */
export async function enrol(context: UpstreamContext, jws: string): Promise<Result<Answer, Refusal>> {
  const { store } = context;
  const opened = await openIntroduction(context, { jws, schema: enrolmentPayload });
  if (!opened.ok) return opened;
  const { payload, jwk, kid } = opened.value;

  const terminal = store.get("terminals", payload.sn);
  if (!terminal) return err({ code: "unknown-terminal" });
  const codeHash = hashOf(payload.code);
  const code = store.get("codes", codeHash);
  if (!code || code.sn !== terminal.sn) return err({ code: "code-refused" });
  if (code.used && code.used.kid !== kid) return err({ code: "code-refused" });
  if (payload.imei !== terminal.imei) return err({ code: "identity-mismatch", detail: "imei" });
  if (code.used) return ok(enrolled(code.used.answer));
  if ((store.get("keys", kid)?.sn ?? terminal.sn) !== terminal.sn)
    return err({ code: "identity-mismatch", detail: "the key belongs to another terminal" });

  const answer = JSON.stringify({ deviceKid: kid, binding: await signBinding(context, terminal) });
  store.put("keys", kid, { kid, sn: terminal.sn, jwk });
  store.put("codes", codeHash, { ...code, used: { kid, answer } });
  store.put("terminals", terminal.sn, { ...terminal, deviceKid: kid });
  return ok(enrolled(answer));
}

const enrolled = (body: string): Answer => ({ ...jsonAnswer(201, {}), body });

export async function tellBinding(
  context: UpstreamContext,
  sn: string,
  query: string | null,
): Promise<Result<Answer, Refusal>> {
  const asker = await openQuery(context, paths.binding(sn), query);
  if (!asker.ok) return asker;
  if (asker.value.sn !== sn) return err({ code: "unknown-terminal" });
  return ok(jsonAnswer(200, { binding: await signBinding(context, asker.value) }));
}

/** Who asks to read `path`: the terminal whose signed query, used once, stands in the Authorization header. */
export async function openQuery(
  context: UpstreamContext,
  path: string,
  authorization: string | null,
): Promise<Result<TerminalRecord, Refusal>> {
  const jws = /^JWS ([^ ]+)$/i.exec(authorization ?? "")?.[1];
  if (jws === undefined) return err({ code: "bad-signature", detail: "Authorization" });
  const opened = await openDeviceMessage(context, {
    jws,
    typ: jwsType.query,
    schema: queryPayload,
    snOf: (payload) => payload.sn,
    freshness: "recent",
  });
  if (!opened.ok) return opened;
  if (opened.value.payload.path !== path) return err({ code: "bad-signature", detail: "path" });
  const unused = useNonce(context, opened.value.payload.nonce);
  return unused.ok ? ok(opened.value.terminal) : unused;
}

function signBinding(context: UpstreamContext, terminal: TerminalRecord): Promise<string> {
  const payload: BindingPayload = {
    providerId: terminal.providerId,
    bindingKind: terminal.bindingKind,
    state: terminal.bindingState,
    sn: terminal.sn,
    epoch: terminal.epoch,
    merchantName: terminal.merchantName,
    merchantIdMasked: terminal.merchantIdMasked,
    fiveElements: terminal.fiveElements,
    policy: terminal.policy,
    issuedAt: new Date(context.clock.now()).toISOString(),
  };
  return context.key.sign(jwsType.binding, payload);
}
