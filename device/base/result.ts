/** A value or a coded failure. Expected failures travel as values; bugs throw. */

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E> = Ok<T> | Err<E>;

/** Every expected failure is a plain object with a stable code, so that it survives JSON and structured clone. */
export type Failure<Code extends string = string> = { readonly code: Code };

export function ok(): Ok<void>;
export function ok<T>(value: T): Ok<T>;
export function ok<T>(value?: T): Ok<T | undefined> {
  return { ok: true, value };
}

export function err<const E extends Failure>(error: E): Err<E> {
  return { ok: false, error };
}

/** Marks a branch that the types say cannot be reached; reaching it is a bug. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
