/**
 * Judging the evidence of a whole unbind, from its bytes to the conclusion, against nothing but the signatures in it:
 * each checked once by jose, with keys that are at hand.
 */

import { compactVerify, importJWK } from "jose";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { utf8 } from "../../../device/base/bytes.ts";
import type { PublicJwk } from "../../../device/contract/fields.ts";
import { type Bundle, readBundle } from "../../../device/evidence/bundle.ts";
import { checkBundle } from "../../../device/evidence/check.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { createRig } from "../../support/rig.ts";
import { type Figure, inTurn } from "../figure.ts";

const rounds = 40;
const bundlesARound = 10;

export const bundleVerify: Figure = {
  name: "bundleVerify",
  title: "a bundle of evidence judged",
  floor: "its signatures alone, by jose",
  unit: "ms",
  goal: 3,
  alone: true,
  async measure() {
    const { text, upstreamKey } = await makeEvidence();
    const bytes = utf8(text);
    const read = readBundle(bytes);
    if (!read.ok) throw new Error(read.error.code);
    const signed = await signaturesOf(read.value);
    console.error(`bundleVerify: ${bytes.length} bytes, ${signed.length} signatures`);
    const ours = () => timing(() => judge(bytes, upstreamKey));
    return inTurn(rounds, ours, () => timing(() => checkAll(signed)));
  },
};

async function makeEvidence(): Promise<{ readonly text: string; readonly upstreamKey: PublicJwk }> {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  await rig.order("saveEvidence", {});
  const [text] = rig.evidence.values();
  if (!text) throw new Error("no evidence was saved");
  return { text, upstreamKey: rig.upstream.publicJwk };
}

async function judge(bytes: Uint8Array, upstreamKey: PublicJwk): Promise<void> {
  const bundle = readBundle(bytes);
  if (!bundle.ok) throw new Error(bundle.error.code);
  const { conclusion } = await checkBundle(bundle.value, { pinnedUpstream: [upstreamKey], hash: createNodeHash() });
  if (conclusion !== "unbound-now-proven") throw new Error(conclusion);
}

type Signed = { readonly jws: string; readonly key: Awaited<ReturnType<typeof importJWK>> };

/** Every signature that the bundle holds, with the key that it needs. */
async function signaturesOf({ journal, keys, ...members }: Bundle): Promise<readonly Signed[]> {
  const isText = (member: unknown) => typeof member === "string";
  const texts = [...Object.values(members).filter(isText), journal.head].filter((text) => text.startsWith("eyJ"));
  const device = await importJWK(keys.device, "ES256");
  const upstream = await Promise.all(keys.upstream.map((key) => importJWK(key, "ES256")));
  const candidates = [device, ...upstream];
  return Promise.all(
    texts.map(async (jws) => {
      for (const key of candidates) if (await holds({ jws, key })) return { jws, key };
      throw new Error(`nobody signed ${String(peekJws(jws).header.typ)}`);
    }),
  );
}

function holds({ jws, key }: Signed): Promise<boolean> {
  return compactVerify(jws, key).then(
    () => true,
    () => false,
  );
}

async function checkAll(signed: readonly Signed[]): Promise<void> {
  for (const each of signed) if (!(await holds(each))) throw new Error("a signature does not hold");
}

async function timing(work: () => Promise<void>): Promise<number> {
  const begunMs = performance.now();
  for (let times = 0; times < bundlesARound; times++) await work();
  return (performance.now() - begunMs) / bundlesARound;
}
