/** Every field of a request payload, in the order in which it is signed. Leaves nothing out, by walking it. */

import type { CheckResult, RequestPayload } from "../../device/contract/evidence.ts";

type Leaf = string | number | boolean;

/** The dotted names of all fields; a list keeps the name of its members' fields, and a check result is one field. */
type PathOf<T> = {
  [K in keyof T & string]-?: NonNullable<T[K]> extends Leaf
    ? K
    : NonNullable<T[K]> extends readonly CheckResult[]
      ? K
      : NonNullable<T[K]> extends readonly (infer Member)[]
        ? `${K}.${PathOf<Member>}`
        : `${K}.${PathOf<NonNullable<T[K]>>}`;
}[keyof T & string];

export type SignedPath = PathOf<RequestPayload>;

export type SignedField =
  | { readonly path: "precheck.checks"; readonly check: CheckResult }
  | { readonly path: Exclude<SignedPath, "precheck.checks">; readonly value: Leaf };

export function signedFields(payload: RequestPayload): readonly SignedField[] {
  const { precheck: _, ...rest } = payload;
  const fields: SignedField[] = [];
  for (const name of Object.keys(payload)) {
    if (name === "precheck") {
      for (const check of payload.precheck.checks) fields.push({ path: "precheck.checks", check });
    } else {
      for (const [path, value] of leaves(name, rest[name as keyof typeof rest]))
        fields.push({ path: path as Exclude<SignedPath, "precheck.checks">, value });
    }
  }
  return fields;
}

function* leaves(path: string, value: unknown): Generator<readonly [string, Leaf]> {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) for (const member of value) yield* leaves(path, member);
  else if (typeof value === "object")
    for (const [name, part] of Object.entries(value)) yield* leaves(`${path}.${name}`, part);
  else yield [path, value as Leaf];
}
