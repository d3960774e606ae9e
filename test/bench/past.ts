/** A long past for a journal: unbinds withdrawn and gone through in turn, as a kiosk writes them. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { uuidV7 } from "../../device/base/ids.ts";
import { chainStart, encodeRecord } from "../../device/journal/record.ts";
import { createMemoryRandom } from "../support/memoryRandom.ts";
import { createRig, genericTarget, type Rig } from "../support/rig.ts";

/** The bytes of a journal, and the mark that belongs to them. */
export type Replayed = { readonly bytes: Uint8Array; readonly mark: string };

/** Puts it where a kiosk looks for its journal. */
export async function writePast(dir: string, { bytes, mark }: Replayed): Promise<void> {
  await writeFile(join(dir, "journal.jsonl"), bytes, { mode: 0o600 });
  await writeFile(join(dir, "journal.mark"), mark, { mode: 0o600 });
}

type Written = { readonly at: number; readonly kind: string; readonly body: unknown };
const card = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;
const validated = { state: "validated" } as const;

export type PastMaker = (records: number) => Replayed;

type PastUnbind = { readonly requestId: string; readonly records: readonly Written[] };

/** Lets a kiosk write one unbind that is withdrawn and one that goes through; all others are these under ids of their own. */
export async function createPastMaker(): Promise<PastMaker> {
  const stories = [await tell("manual", withdrawn), await tell(5_000, goneThrough)];
  return (records) => repeat(stories, records);
}

async function tell(reviewMs: number | "manual", story: (rig: Rig) => Promise<void>): Promise<PastUnbind> {
  const rig = await createRig({ reviewMs, bindings: [genericTarget, { ...card, replacement: validated }] });
  await rig.setUp();
  const before = recordsOf(rig.disk.journal.bytes).length;
  await story(rig);
  await rig.order("closeOutcome", {});
  await rig.reach("bound");
  return { requestId: await requestOf(rig), records: recordsOf(rig.disk.journal.bytes).slice(before) };
}

/** The only one there is at the upstream. */
async function requestOf(rig: Rig): Promise<string> {
  const [request] = (await rig.upstream.operator.list()).requests;
  if (!request) throw new Error("no request arrived");
  return request.requestId;
}

async function withdrawn(rig: Rig): Promise<void> {
  await rig.confirm();
  await rig.reach("submitted", "underReview");
  await rig.withdraw();
  await rig.reach("cancelled");
}

/** Of a card: the terminal stays bound and can go on. */
async function goneThrough(rig: Rig): Promise<void> {
  await rig.confirm({ target: card });
  await rig.reach("completed");
}

function recordsOf(journal: Uint8Array): readonly Written[] {
  const lines = new TextDecoder().decode(journal).split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line.slice(line.indexOf(" ") + 1)));
}

/** Whole unbinds, and so at most a few records less. */
function repeat(stories: readonly PastUnbind[], records: number): Replayed {
  const hash = createNodeHash();
  const random = createMemoryRandom();
  const lines: string[] = [];
  let point = chainStart;
  for (let n = 0; ; n++) {
    const story = stories[n % stories.length];
    if (!story || point.seq + story.records.length > records) break;
    const ownId = uuidV7(story.records[0]?.at ?? 0, random.bytes(10));
    for (const { at, kind, body } of story.records) {
      const own = JSON.parse(JSON.stringify(body).replaceAll(story.requestId, ownId));
      const encoded = encodeRecord({ seq: point.seq + 1, prev: point.hash, at, kind, body: own }, hash);
      lines.push(encoded.line, "\n");
      point = encoded.point;
    }
  }
  return { bytes: new TextEncoder().encode(lines.join("")), mark: `${point.seq} ${point.hash}` };
}
