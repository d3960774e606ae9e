/**
 * The upstream's signing keys: the one that signs now, those before it, and the sets by which each handed on to the next.
 * It is a signing key itself: whoever signs by it need not know which.
 */

import type { JWK } from "jose";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import type { PublicJwk } from "../../device/contract/fields.ts";
import { type JwsType, jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { UpstreamKeysPayload } from "../../device/contract/messages/upstreamKeys.ts";
import { peekJws, thumbprint } from "../../device/trust/jws.ts";
import { type Answer, jsonAnswer } from "./answers.ts";
import type { KeySetSummary, Order } from "./operator.ts";
import { referenceTo } from "./references.ts";
import { createSigningKey, generatePrivateJwk, type SigningKey } from "./signingKey.ts";
import type { UpstreamStore } from "./store.ts";

export type Keyring = Pick<SigningKey, "sign"> & {
  /** Every key that ever signed here, the first one first. */
  publicJwks(): readonly PublicJwk[];
  /** A new key signs from now on; those before it count for a month more, unless told otherwise. */
  rotate(order: Order<"rotateKey">): Promise<KeySetSummary>;
  /** A key counts no more from now on. */
  end(order: Order<"endKey">): Promise<KeySetSummary>;
  /** The whole chain, to anybody. */
  tell(): Answer;
  /** Whether its key is one of ours that counts no more. */
  hasEnded(jws: string): boolean;
  /** The answer as it counts now: what an ended key has signed is signed anew, each time in the same text. */
  inForce(answer: Answer): Promise<Answer>;
  /** The text, and those in which it was told since. */
  textsOf(jws: string): readonly string[];
};

export type KeyringParts = {
  readonly store: UpstreamStore;
  readonly clock: { now(): number };
  readonly audience: string;
  /** The one that there was before any was changed. */
  readonly key: SigningKey;
  readonly signingKeyOf?: (privateJwk: JWK) => Promise<SigningKey>;
};

type StatedKey = UpstreamKeysPayload["keys"][number];

const monthMs = 30 * 86_400_000;
/** When the first key was made, nobody wrote down. */
const longAgo = new Date(0).toISOString();
const hash = createNodeHash();
const kidOf = ({ key }: StatedKey) => thumbprint(key, hash);

export function createKeyring(parts: KeyringParts): Keyring {
  const { store, clock, audience, key: first, signingKeyOf = createSigningKey } = parts;
  const opened = new Map<string, Promise<SigningKey>>();
  const sets = () => store.all("keySets");
  const stated = (): readonly StatedKey[] => sets().at(-1)?.keys ?? [{ key: first.publicJwk, notBefore: longAgo }];
  const instantIn = (ms: number) => new Date(clock.now() + ms).toISOString();

  /** The newest: one that only ended others leaves the same key signing. */
  function current(): Promise<SigningKey> {
    const made = sets()
      .filter(({ privateJwk }) => privateJwk !== null)
      .at(-1);
    if (!made?.privateJwk) return Promise.resolve(first);
    const key = opened.get(made.jws) ?? signingKeyOf(made.privateJwk);
    opened.set(made.jws, key);
    return key;
  }

  const sign = async (typ: JwsType, payload: object) => (await current()).sign(typ, payload);

  async function publish(keys: readonly StatedKey[], privateJwk: JWK | null): Promise<KeySetSummary> {
    const before = sets().at(-1);
    const serial = (before?.serial ?? 0) + 1;
    const previous = before ? referenceTo(before.jws) : null;
    const payload: UpstreamKeysPayload = { iss: audience, serial, previous, keys: [...keys], issuedAt: instantIn(0) };
    const jws = await sign(jwsType.upstreamKeys, payload);
    store.put("keySets", String(serial), { serial, jws, keys: payload.keys, privateJwk });
    return { serial, keys: keys.map((one) => ({ kid: kidOf(one), ...one })) };
  }

  /** The key as it counts no longer than until then. */
  function ended(one: StatedKey, notAfter: string): StatedKey {
    return one.notAfter !== undefined && one.notAfter < notAfter ? one : { ...one, notAfter };
  }

  function hasEnded(jws: string): boolean {
    const { kid } = peekJws(jws).header;
    const end = stated().find((one) => kidOf(one) === kid)?.notAfter;
    return end !== undefined && Date.parse(end) <= clock.now();
  }

  async function signedAnew(jws: string): Promise<string> {
    if (!hasEnded(jws)) return jws;
    const name = referenceTo(jws);
    const texts = store.get("retold", name)?.texts ?? [];
    const last = texts.at(-1);
    if (last !== undefined && !hasEnded(last)) return last;
    const { header, payload } = peekJws(jws);
    const text = await sign(header.typ as JwsType, payload);
    store.put("retold", name, { texts: [...texts, text] });
    return text;
  }

  async function throughout(value: unknown): Promise<unknown> {
    if (typeof value === "string") return signedAnew(value);
    if (Array.isArray(value)) return Promise.all(value.map(throughout));
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).map(async ([name, member]) => [name, await throughout(member)] as const);
    return Object.fromEntries(await Promise.all(members));
  }

  return {
    sign,
    hasEnded,
    publicJwks: () => stated().map(({ key }) => key),
    async rotate({ overlapMs = monthMs }) {
      const privateJwk = await generatePrivateJwk();
      const { publicJwk } = await createSigningKey(privateJwk);
      const others = stated().map((one) => ended(one, instantIn(overlapMs)));
      return publish([...others, { key: publicJwk, notBefore: instantIn(0) }], privateJwk);
    },
    async end({ kid }) {
      const known = stated().find((one) => kidOf(one) === kid);
      if (!known) throw new Error(`there is no key ${kid}`);
      if (known.notAfter === undefined) throw new Error(`key ${kid} is the one that signs: change it first`);
      return publish(
        stated().map((one) => (one === known ? ended(one, instantIn(0)) : one)),
        null,
      );
    },
    tell: () => jsonAnswer(200, { sets: sets().map(({ jws }) => jws) }),
    async inForce(answer) {
      if (sets().length === 0) return answer;
      const body = await throughout(JSON.parse(answer.body));
      return { ...answer, body: JSON.stringify(body) };
    },
    textsOf: (jws) => [jws, ...(store.get("retold", referenceTo(jws))?.texts ?? [])],
  };
}
