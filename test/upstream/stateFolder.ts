/** What lies in an upstream's state folder, by name. Everything but the public key is for its owner only. */

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JWK } from "jose";
import { generateAgreementJwk } from "./agreementKey.ts";
import { generatePrivateJwk } from "./signingKey.ts";
import { writeDurably } from "./store.ts";

const files = (stateDir: string) => ({
  privateKey: join(stateDir, "signing-key.jwk.json"),
  publicKey: join(stateDir, "upstream-public.jwk.json"),
  privateAgreementKey: join(stateDir, "agreement-key.jwk.json"),
  publicAgreementKey: join(stateDir, "upstream-agreement.jwk.json"),
  operatorToken: join(stateDir, "operator-token"),
  address: join(stateDir, "address"),
});

export const publicKeyFile = (stateDir: string): string => files(stateDir).publicKey;
export const agreementKeyFile = (stateDir: string): string => files(stateDir).publicAgreementKey;

export type UpstreamSecrets = {
  readonly privateJwk: JWK;
  readonly privateAgreementJwk: JWK;
  readonly operatorToken: string;
};

/** The keys and the operator's token, made at the first start and the same ever after. */
export async function openSecrets(stateDir: string): Promise<UpstreamSecrets> {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const { privateKey, privateAgreementKey, operatorToken } = files(stateDir);
  if (!existsSync(privateKey)) writeDurably(privateKey, JSON.stringify(await generatePrivateJwk()));
  if (!existsSync(privateAgreementKey)) writeDurably(privateAgreementKey, JSON.stringify(await generateAgreementJwk()));
  if (!existsSync(operatorToken)) writeDurably(operatorToken, randomBytes(32).toString("base64url"));
  return {
    privateJwk: JSON.parse(readFileSync(privateKey, "utf8")),
    privateAgreementJwk: JSON.parse(readFileSync(privateAgreementKey, "utf8")),
    operatorToken: readFileSync(operatorToken, "utf8"),
  };
}

/** Tells the operator's commands, and whoever wants to check a receipt, where to look. */
export function announce(
  stateDir: string,
  running: { readonly baseUrl: string; readonly publicJwk: object; readonly agreementJwk: object },
): void {
  const { address, publicKey, publicAgreementKey } = files(stateDir);
  writeDurably(address, running.baseUrl);
  writeDurably(publicKey, `${JSON.stringify(running.publicJwk, null, 2)}\n`, 0o644);
  writeDurably(publicAgreementKey, `${JSON.stringify(running.agreementJwk, null, 2)}\n`, 0o644);
}

/** The port that was announced last, or 0. */
export function lastPort(stateDir: string): number {
  const { address } = files(stateDir);
  return existsSync(address) ? Number(new URL(readFileSync(address, "utf8")).port) : 0;
}

/** Where the upstream of this folder listens and what opens its operator routes; null where none was ever started. */
export function findUpstream(stateDir: string): { readonly baseUrl: string; readonly operatorToken: string } | null {
  const { address, operatorToken } = files(stateDir);
  if (!existsSync(address) || !existsSync(operatorToken)) return null;
  return { baseUrl: readFileSync(address, "utf8"), operatorToken: readFileSync(operatorToken, "utf8") };
}
