/** What somebody with some keys, and time, can do to evidence after the unbind: rewrite objects, journal and seal. */

import { base64url, utf8 } from "../../../device/base/bytes.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { type Bundle, contentHash } from "../../../device/evidence/bundle.ts";
import { type CheckOptions, checkBundle } from "../../../device/evidence/check.ts";
import { type ObjectName, objects } from "../../../device/evidence/finding.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { type DurableEvent, durableEvent } from "../../../device/unbind/events.ts";
import { createParty, hash, type Party } from "./keys.ts";
import { at } from "./unbindPapers.ts";
import { journalOf, type Story, sealedBundle, signedBy, type Twist, tellUnbind } from "./unbindStory.ts";

export const terminal = createParty();
export const upstream = createParty();
export const stranger = createParty();

/** Somebody who has the upstream's key and knows which terminal it is. */
export const reader: CheckOptions = { hash, pinnedUpstream: [upstream.jwk], pinnedDeviceKid: terminal.kid };
/** Somebody who was given the file and nothing else. */
export const newcomer: CheckOptions = { hash };

export const tell = (twist: Twist = {}) => tellUnbind({ terminal, upstream, ...twist });

/** What is not right, as "code facts", then the conclusion. */
export async function judge(bundle: Bundle, options: CheckOptions): Promise<readonly string[]> {
  const { findings, doubts, conclusion } = await checkBundle(bundle, options);
  const wrong = findings.filter(({ ok }) => !ok).map(({ code, facts }) => `${code} ${told(facts)}`.trim());
  return [...wrong, ...doubts.map(({ code, facts: { earlier, later } }) => `${code} ${earlier} ${later}`), conclusion];
}

/** Without what differs from run to run, or names what the code says already. */
function told({ kid, by, seq, lines, challenge, waivers, role, roles, ...facts }: Readonly<Record<string, unknown>>) {
  return Object.values(facts).join(" ");
}

/** Sealed by the terminal's key over whatever the parts are. */
export const sealed = (parts: Story["parts"]): Promise<Bundle> => sealedBundle(terminal, parts);

/** Sealed anew over whatever was changed in a bundle. */
export async function resealed(bundle: Bundle, by: Party = terminal): Promise<Bundle> {
  const payload = { bundleHash: contentHash(bundle, hash), at: at(8) };
  return { ...bundle, seal: await signedBy(by, jwsType.evidenceSeal, payload) };
}

/** One text in the place of another wherever it stands: in the objects and in a journal that is written anew. */
export function rewritten({ parts, events }: Story, from: string, to: string): Story["parts"] {
  const put = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(from, to));
  const forged: DurableEvent[] = events.map((event) => durableEvent.parse(put(event)));
  return { ...put(parts), ...journalOf(forged) };
}

/** An object of the story with other members, signed anew by whom it should be, or by somebody else. */
export async function resigned(
  story: Story,
  object: Exclude<ObjectName, "answer">,
  change: object,
  by: Party = objects[object].signedBy === "device" ? terminal : upstream,
): Promise<Story["parts"]> {
  const jws = story.parts[object] ?? "";
  const payload = { ...peekJws(jws).payload, ...change };
  return rewritten(story, jws, await signedBy(by, objects[object].typ, payload));
}

/** An object of the story under a header and with a payload that no signer of ours would write. */
export async function respoken(
  story: Story,
  object: Exclude<ObjectName, "answer">,
  speak: (header: string, payload: string) => readonly [header: string, payload: string],
  by: Party = upstream,
): Promise<Story["parts"]> {
  const jws = story.parts[object] ?? "";
  const [header, payload] = jws.split(".").map((part) => Buffer.from(part, "base64url").toString("utf8"));
  const input = speak(header ?? "", payload ?? "")
    .map((part) => base64url(utf8(part)))
    .join(".");
  const signature = await by.signer.sign(utf8(input));
  if (!signature.ok) throw new Error(signature.error.reason);
  return rewritten(story, jws, `${input}.${base64url(signature.value)}`);
}

/** Without these objects, and without the events that brought them. */
export function without(story: Story, ...names: readonly Exclude<ObjectName, "answer">[]): Story["parts"] {
  const gone = names.map((name) => story.parts[name] ?? "");
  const events = story.events.filter((event) => !gone.some((jws) => JSON.stringify(event).includes(`"${jws}"`)));
  const parts = Object.fromEntries(Object.entries(story.parts).filter(([name]) => !names.some((one) => one === name)));
  return { ...(parts as Story["parts"]), ...journalOf(events) };
}
