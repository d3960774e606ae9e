/** A key that a terminal keeps better takes the place of the one that it is enrolled with. Both sign that. */

import { err, ok, type Result } from "../../device/base/result.ts";
import { successionPayload, successorPayload } from "../../device/contract/messages/enrolment.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { type Answer, jsonAnswer, type Refusal } from "./answers.ts";
import { openDeviceMessage, openIntroduction, useNonce } from "./deviceMessages.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";

/**
 * Nothing changes yet for the key in use: the answer may be lost, and a terminal that does not know of it goes on with that
 * one. What comes last counts, where a terminal had to make another key meanwhile.
 */
export async function succeed(context: UpstreamContext, jws: string): Promise<Result<Answer, Refusal>> {
  const { store } = context;
  const opened = await openIntroduction(context, { jws, typ: jwsType.succession, schema: successionPayload });
  if (!opened.ok) return opened;
  const { payload, jwk, kid } = opened.value;
  const vouched = await openDeviceMessage(context, {
    jws: payload.successor,
    typ: jwsType.successor,
    schema: successorPayload,
    snOf: ({ sn }) => sn,
    freshness: "recent",
    rules: 2,
  });
  if (!vouched.ok) return vouched;
  const { terminal } = vouched.value;
  if (!terminal.enrolled) return err({ code: "unknown-key" });
  if (vouched.value.payload.kid !== kid) return err({ code: "bad-signature", detail: "successor" });
  if (payload.sn !== terminal.sn) return err({ code: "identity-mismatch", detail: "sn" });
  if (payload.imei !== terminal.imei) return err({ code: "identity-mismatch", detail: "imei" });
  // No key comes back whose place another took, and none serves two terminals.
  if (store.get("keys", kid) && terminal.enrolled.next?.kid !== kid)
    return err({ code: "identity-mismatch", detail: "the key is known already" });
  const unused = useNonce(context, payload.nonce);
  if (!unused.ok) return unused;
  const next = { kid, keyStorage: payload.keyStorage };
  store.put("keys", kid, { kid, sn: terminal.sn, jwk });
  store.put("terminals", terminal.sn, { ...terminal, enrolled: { ...terminal.enrolled, next } });
  return ok(jsonAnswer(200, { deviceKid: kid }));
}
