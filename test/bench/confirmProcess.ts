/**
 * The process in which a confirmation is carried out, by the kiosk and by the least that would do: jose's signature,
 * the same bytes durable in a file of the same folder, the same bytes sent. Knows no upstream but by its address.
 */

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { CompactSign, generateKeyPair } from "jose";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { paths } from "../../device/contract/upstream.ts";
import { benchPin, startHeadlessKiosk } from "./headlessKiosk.ts";

export type ConfirmOrder = "confirm" | "seeOutcome" | "floor";
/** `idempotencyKey` is that of the message which was sent; `startedNs` on CLOCK_MONOTONIC, as text. */
export type ConfirmAnswer = { readonly startedNs: string; readonly idempotencyKey: string };

const [configPath] = process.argv.slice(2);
if (!configPath) throw new Error("confirmProcess.ts CONFIG");

const headless = await startHeadlessKiosk(configPath);
await headless.until(({ bindings }) => bindings.state === "known");
const { kiosk, config, order, until } = headless;
const { privateKey } = await generateKeyPair("ES256");
const floorFile = await open(
  join(config.stateDir, "floor.jsonl"),
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT,
  0o600,
);
/** What the kiosk signed and wrote down last. */
let payload: Uint8Array = new Uint8Array();
let record: Uint8Array = new Uint8Array();
let floors = 0;

async function confirm(): Promise<ConfirmAnswer> {
  await order("openMenu", {});
  await order("beginUnbind", { providerId: "generic-pos", bindingKind: "terminal_to_merchant" });
  const { session } = await kiosk.snapshot();
  if (session.phase === "open" && !session.principal) await headless.type(benchPin);
  const { profile, policy } = (await kiosk.snapshot()).unbind;
  const statements = profile?.statements.map(({ code }) => code) ?? [];
  const wish = { intent: "unbind_only", way: "online", consent: true } as const;
  await order("chooseReason", { code: "switch_provider", ...wish, ...(policy && { policy: policy.hash }), statements });
  await until(({ unbind }) => unbind.state === "ready");
  await order("showSummary", {});
  const { summary } = (await kiosk.snapshot()).unbind;
  if (!summary) throw new Error("no summary");
  payload = new TextEncoder().encode(JSON.stringify(summary.payload));
  await order("confirmUnbind", { summaryHash: summary.hash });
  // It reads the terminal first, at the terminal's own pace: that is another figure.
  const startedNs = headless.lastHeardNs();
  record = headless.lastAppended();
  await until(({ unbind }) => unbind.state === "submitted" || unbind.state === "underReview");
  return { startedNs: String(startedNs), idempotencyKey: `"${summary.payload.requestId}"` };
}

async function seeOutcome(): Promise<null> {
  await order("checkNow", {});
  await until(({ unbind }) => unbind.state === "rejected");
  await order("closeOutcome", {});
  await until(({ unbind }) => unbind.state === "bound");
  return null;
}

async function floor(): Promise<ConfirmAnswer> {
  // The kiosk has just asked the upstream as well, for its checks: both find an open connection.
  await (await fetch(config.upstream.baseUrl + paths.health)).arrayBuffer();
  const idempotencyKey = `"floor-${floors++}"`;
  const startedNs = process.hrtime.bigint();
  const header = { alg: "ES256", typ: jwsType.request, kid: "A".repeat(43) };
  const jws = await new CompactSign(payload).setProtectedHeader(header).sign(privateKey);
  await floorFile.write(record);
  await floorFile.datasync();
  const headers = { "Content-Type": "application/jose", "Idempotency-Key": idempotencyKey };
  const answer = await fetch(config.upstream.baseUrl + paths.requests, { method: "POST", headers, body: jws });
  await answer.arrayBuffer();
  return { startedNs: String(startedNs), idempotencyKey };
}

const carryOut: Record<ConfirmOrder, () => Promise<ConfirmAnswer | null>> = { confirm, seeOutcome, floor };

process.on("message", (name: ConfirmOrder) => {
  carryOut[name]().then((answer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
