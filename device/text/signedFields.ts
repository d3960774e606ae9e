/** Every field of a request payload, in the order in which it is signed. Leaves nothing out, by walking it. */

import type { CheckResult, RequestPayload } from "../contract/messages/request.ts";

type Leaf = string | number | boolean;

/** The dotted names of all fields; a list keeps the name of its members, and a check result is one field. */
type PathOf<T> = {
  [K in keyof T & string]-?: NonNullable<T[K]> extends Leaf
    ? K
    : NonNullable<T[K]> extends readonly (CheckResult | Leaf)[]
      ? K
      : NonNullable<T[K]> extends readonly (infer Member)[]
        ? `${K}.${PathOf<Member>}`
        : `${K}.${PathOf<NonNullable<T[K]>>}`;
}[keyof T & string];

export type SignedPath = PathOf<RequestPayload>;

/** `at` is the place in the payload, with the numbers of list members. */
export type SignedField =
  | { readonly path: "precheck.checks"; readonly at: string; readonly check: CheckResult }
  | { readonly path: Exclude<SignedPath, "precheck.checks">; readonly at: string; readonly value: Leaf };

export function signedFields(payload: RequestPayload): readonly SignedField[] {
  return [...fieldsOf(payload, "", "")];
}

function* fieldsOf(value: unknown, path: string, at: string): Generator<SignedField> {
  if (value === undefined || value === null) return;
  if (path === "precheck.checks" && !Array.isArray(value)) yield { path, at, check: value as CheckResult };
  else if (Array.isArray(value))
    for (const [index, member] of value.entries()) yield* fieldsOf(member, path, `${at}.${index}`);
  else if (typeof value === "object")
    for (const [name, part] of Object.entries(value)) yield* fieldsOf(part, join(path, name), join(at, name));
  else yield { path: path as Exclude<SignedPath, "precheck.checks">, at, value: value as Leaf };
}

const join = (path: string, name: string) => (path === "" ? name : `${path}.${name}`);
