/** An authority that attests keys as Android's key store does, with the openssl command; nothing else vouches for it. */

import { execFile } from "node:child_process";
import { createHash, createPublicKey, X509Certificate } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PublicJwk } from "../../device/contract/fields.ts";
import { attestationContext } from "../../device/contract/messages/enrolment.ts";
import { der } from "../upstream/der.ts";

const run = promisify(execFile);

/** What the key store says, and where it could lie. */
export type Attested = {
  readonly jwk: PublicJwk;
  readonly audience: string;
  /** 0 software, 1 trusted environment, 2 StrongBox. */
  readonly level?: number;
  readonly keyLevel?: number;
  readonly app?: string;
  readonly signers?: readonly Uint8Array[];
  readonly origin?: number;
  readonly purpose?: number;
  readonly locked?: boolean;
  readonly bootState?: number;
  readonly days?: number;
  /** Leaves the extension out. */
  readonly silent?: boolean;
};

export type AttestingAuthority = {
  readonly rootPem: string;
  /** DER, the key's own first, the authority last. */
  attest(key: Attested): Promise<readonly Uint8Array[]>;
  /** By a key that was attested itself: what a thief of one would try. */
  attestBelow(attested: readonly Uint8Array[], keyFile: string, key: Attested): Promise<readonly Uint8Array[]>;
};

export const attestedSigner = createHash("sha256").update("the operator's certificate").digest();

export async function createAttestingAuthority(dir: string): Promise<AttestingAuthority> {
  const at = (name: string) => join(dir, name);
  const root = { cert: at("root.pem"), key: at("root.key") };
  const batch = { cert: at("batch.pem"), key: at("batch.key") };
  const ca = ["-addext", "basicConstraints=critical,CA:TRUE"];
  await run("openssl", [
    "req",
    "-x509",
    ...newKey(root.key),
    ...ca,
    ...subject("root"),
    "-days",
    "7",
    "-out",
    root.cert,
  ]);
  const by = ["-CA", root.cert, "-CAkey", root.key];
  await run("openssl", [
    "req",
    "-x509",
    ...newKey(batch.key),
    ...ca,
    ...subject("batch"),
    ...by,
    "-days",
    "7",
    "-out",
    batch.cert,
  ]);
  let made = 0;

  async function certify(key: Attested, issuer: { cert: string; key: string }): Promise<Uint8Array> {
    made += 1;
    const [publicFile, extensions, cert] = [at(`${made}.pub`), at(`${made}.cnf`), at(`${made}.pem`)];
    const pem = createPublicKey({ key: key.jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
    await writeFile(publicFile, pem);
    const bytes = Buffer.from(descriptionOf(key)).toString("hex").replace(/../g, ":$&").slice(1);
    const said = key.silent ? "keyUsage=digitalSignature" : `1.3.6.1.4.1.11129.2.1.17=DER:${bytes}`;
    await writeFile(extensions, `${said}\n`);
    const of = ["-force_pubkey", publicFile, ...subject("Android Keystore Key"), "-extfile", extensions];
    const signed = ["-CA", issuer.cert, "-CAkey", issuer.key, "-days", String(key.days ?? 7), "-out", cert];
    await run("openssl", ["x509", "-new", ...of, ...signed]);
    return derOf(cert);
  }

  return {
    rootPem: await readFile(root.cert, "utf8"),
    attest: async (key) => [await certify(key, batch), await derOf(batch.cert), await derOf(root.cert)],
    async attestBelow(attested, keyFile, key) {
      const [leaf = new Uint8Array()] = attested;
      const cert = at("stolen.pem");
      await writeFile(cert, new X509Certificate(leaf).toString());
      return [await certify(key, { cert, key: keyFile }), ...attested];
    },
  };
}

const derOf = async (file: string) => new Uint8Array(new X509Certificate(await readFile(file)).raw);
const subject = (name: string) => ["-subj", `/CN=${name}`];
const newKey = (file: string) => ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", file];

const [constructed, context] = [0x20, 0x80];
const sequence = (...parts: readonly Uint8Array[]) => der(constructed, 16, parts);
const set = (...parts: readonly Uint8Array[]) => der(constructed, 17, parts);
const octets = (bytes: Uint8Array) => der(0, 4, bytes);
const integer = (number: number) => der(0, 2, Uint8Array.of(number));
const enumerated = (number: number) => der(0, 10, Uint8Array.of(number));
const truth = (said: boolean) => der(0, 1, Uint8Array.of(said ? 0xff : 0));
const tagged = (tag: number, inside: Uint8Array) => der(context | constructed, tag, inside);

function descriptionOf(key: Attested): Uint8Array {
  const { level = 1, keyLevel = level, audience, app = "jiebang.kiosk", signers = [attestedSigner] } = key;
  const challenge = createHash("sha256").update(attestationContext(audience)).digest();
  const made = [
    tagged(1, set(integer(key.purpose ?? 2))),
    tagged(2, integer(3)),
    tagged(10, integer(1)),
    tagged(702, integer(key.origin ?? 0)),
  ];
  const boot = sequence(octets(Buffer.alloc(32, 7)), truth(key.locked ?? true), enumerated(key.bootState ?? 0));
  const packages = set(sequence(octets(Buffer.from(app)), integer(100)));
  const application = tagged(709, octets(sequence(packages, set(...signers.map(octets)))));
  const hardware = Math.min(level, keyLevel) > 0 ? [...made, tagged(704, boot)] : [];
  const software = Math.min(level, keyLevel) > 0 ? [application] : [...made, application];
  return sequence(
    ...[integer(4), enumerated(level), integer(41), enumerated(keyLevel), octets(challenge), octets(new Uint8Array())],
    ...[sequence(...software), sequence(...hardware)],
  );
}
