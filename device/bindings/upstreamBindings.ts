/**
 * What the upstream says of this terminal's bindings, and the one message by which it learns the terminal's key. Verifies
 * every word; keeps none.
 */

import type { WritableCell } from "../base/cell.ts";
import { uuidV7 } from "../base/ids.ts";
import { instantOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { PublicJwk } from "../contract/fields.ts";
import { jwsType } from "../contract/messages/jwsTypes.ts";
import { paths } from "../contract/upstream.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { OfflineSecret } from "../ports/offlineSecret.ts";
import type { Random } from "../ports/random.ts";
import type { DeviceKey, Signer } from "../ports/signer.ts";
import type { Trust } from "../trust/createTrust.ts";
import { compactJws, thumbprint } from "../trust/jws.ts";
import type { UpstreamClient } from "../upstream/client.ts";
import { failureView } from "../upstream/problems.ts";
import type { KeptBinding } from "./binding.ts";
import type { Heard } from "./heard.ts";
import type { LastWords } from "./lastWords.ts";
import type { TerminalNames } from "./terminalNames.ts";

export type Found = Result<readonly KeptBinding[], ErrorView>;

/** What the upstream says now: the bindings, and its order to end one of them (not verified yet). */
export type CurrentBindings = { readonly bindings: readonly KeptBinding[]; readonly order: string | null };

export type UpstreamBindings = {
  ask(sn: string): Promise<Result<CurrentBindings, ErrorView>>;
  /** Where an enrolment may have got through without an answer; null when the upstream does not know the key. */
  askIfKnown(sn: string): Promise<Found | null>;
  /** The profiles of this terminal's providers, not verified yet. */
  askProfiles(sn: string): Promise<Result<readonly string[], ErrorView>>;
  /** The code is in this one message and nowhere else. */
  enrol(names: TerminalNames, code: string): Promise<Found>;
  /** Tells the upstream that this key, which is kept better, takes the place of the one in use; both sign that. */
  succeed(names: TerminalNames, next: DeviceKey): Promise<Result<void, ErrorView>>;
  /** Something is being enrolled just now. */
  enrolling(): boolean;
  /** An enrolment may have got through without an answer: in an earlier process, or just now. */
  mayBeKnown(): boolean;
  /** What was kept, once more: all of it is the upstream's word on this terminal, or none is taken. */
  verifyKept(jwsList: readonly string[], sn: string): Promise<Found>;
};

export type UpstreamBindingsParts = {
  readonly ports: {
    readonly clock: Clock;
    readonly random: Random;
    readonly hash: Hash;
    readonly signer: Signer;
    readonly offlineSecret: OfflineSecret;
  };
  readonly settings: {
    /** What the terminal's signed objects name as their reader. */
    readonly audience: string;
    /** What the secret for codes over the phone is agreed on with. */
    readonly agreementKey: PublicJwk;
  };
  /** The key in use. */
  readonly deviceKey: WritableCell<DeviceKey>;
  readonly client: UpstreamClient;
  readonly trust: Trust;
  readonly lastWords: LastWords;
  readonly heard: Heard;
  readonly onChange: () => void;
};

export function createUpstreamBindings(parts: UpstreamBindingsParts): UpstreamBindings {
  const { ports, deviceKey, client, trust, lastWords, heard, onChange } = parts;
  const { clock, random, hash, signer, offlineSecret } = ports;
  const { verifier, messageSigner } = trust;
  const { audience, agreementKey } = parts.settings;
  let underWay = 0;
  let mayBeKnown = true;

  async function verify(jwsList: readonly string[], sn: string, by = verifier.binding): Promise<Found> {
    const bindings: KeptBinding[] = [];
    for (const jws of jwsList) {
      const verified = await by(jws, sn);
      if (!verified.ok) return err(errorView(verified.error));
      bindings.push({ jws, payload: verified.value });
    }
    return ok(bindings);
  }

  async function hear(jwsList: readonly string[], sn: string): Promise<Found> {
    const told = await verify(jwsList, sn);
    const heard = told.ok ? await lastWords.hear(told.value) : told;
    return heard.ok ? told : heard;
  }

  async function ask(sn: string): Promise<Result<CurrentBindings, ErrorView>> {
    const nonce = uuidV7(clock.now(), random.bytes(10));
    const authorisation = await messageSigner.signQuery(sn, paths.bindings(sn), { nonce, journal: heard.point() });
    if (!authorisation.ok) return err(errorView(authorisation.error));
    const told = await client.readBindings(sn, authorisation.value);
    if (!told.ok) return err(failureView(told.error));
    const answer = told.value.value;
    // First of all: what follows is worth nothing on a state that is no more.
    const said = await verifier.heard(answer.heard, sn, nonce);
    const judged = said.ok ? await heard.judge(said.value) : err(errorView(said.error));
    if (!judged.ok) return judged;
    const bindings = await hear(answer.bindings, sn);
    return bindings.ok ? ok({ bindings: bindings.value, order: answer.order ?? null }) : bindings;
  }

  return {
    ask,
    async askIfKnown(sn) {
      if (!mayBeKnown) return null;
      const told = await ask(sn);
      if (told.ok) return ok(told.value.bindings);
      if (told.error.code !== "upstream/key-unknown") return told;
      mayBeKnown = false;
      return null;
    },
    async askProfiles(sn) {
      const authorisation = await messageSigner.signQuery(sn, paths.profiles(sn));
      if (!authorisation.ok) return err(errorView(authorisation.error));
      const told = await client.readProfiles(sn, authorisation.value);
      return told.ok ? ok(told.value.value) : err(failureView(told.error));
    },
    async enrol({ sn, imei }, code) {
      const { kid: deviceKid, publicJwk, storage, attestation } = deviceKey.get();
      const key = await offlineSecret.agree({ upstreamKey: agreementKey, audience, sn, deviceKid });
      if (!key.ok) return err(errorView(key.error));
      const createdAt = instantOf(clock.now());
      const payload = {
        schemaVersion: 2,
        aud: audience,
        code,
        sn,
        imei,
        agreement: { key: key.value, upstreamKid: thumbprint(agreementKey, hash) },
        keyStorage: storage,
        ...(attestation && { keyAttestation: attestation }),
        createdAt,
        nonce: uuidV7(clock.now(), random.bytes(10)),
      };
      const proof = await compactJws({ typ: jwsType.enrolment, kid: deviceKid, jwk: publicJwk, payload }, signer);
      if (!proof.ok) return err(errorView(proof.error));
      underWay += 1;
      onChange();
      const told = await client.enrol(proof.value);
      underWay -= 1;
      mayBeKnown = told.ok || !told.error.definite;
      onChange();
      return told.ok ? hear(told.value.value, sn) : err(errorView({ code: told.error.code }));
    },
    async succeed({ sn, imei }, next) {
      const { kid, publicJwk, storage } = next;
      const createdAt = instantOf(clock.now());
      const word = { aud: audience, sn, kid, createdAt };
      const inUse = deviceKey.get().kid;
      const successor = await compactJws({ typ: jwsType.successor, kid: inUse, payload: word }, signer);
      if (!successor.ok) return err(errorView(successor.error));
      const payload = {
        schemaVersion: 2,
        aud: audience,
        sn,
        imei,
        keyStorage: storage,
        successor: successor.value,
        createdAt,
        nonce: uuidV7(clock.now(), random.bytes(10)),
      };
      const proof = await compactJws({ typ: jwsType.succession, kid, jwk: publicJwk, payload }, signer);
      if (!proof.ok) return err(errorView(proof.error));
      const told = await client.succeed(proof.value);
      if (!told.ok) return err(errorView({ code: told.error.code }));
      return told.value.value === kid ? ok() : err({ code: "upstream/answer-not-understood" });
    },
    enrolling: () => underWay > 0,
    mayBeKnown: () => mayBeKnown,
    verifyKept: (jwsList, sn) => verify(jwsList, sn, verifier.keptBinding),
  };
}
