/** Every field that a schema lets a file have. */

import type * as z from "zod/mini";

/** Where something stands, from the outside in. */
export type FieldPath = readonly (string | number)[];

/** As in `upstream.keys[0].x`. */
export function fieldNameOf(path: FieldPath): string {
  return path.join(".").replace(/\.(\d+)/g, "[$1]");
}

/** Where the schema lets something stand, from the outside in. */
export function* pathsOf(schema: z.core.$ZodType, at: FieldPath = []): Generator<FieldPath> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "optional") return yield* pathsOf(def.innerType, at);
  if (def.type === "union") return yield* uniquePaths(def.options.flatMap((option) => [...pathsOf(option, at)]));
  yield at;
  if (def.type === "array") yield* pathsOf(def.element, [...at, 0]);
  if (def.type === "object")
    for (const [name, inner] of Object.entries(def.shape)) yield* pathsOf(inner, [...at, name]);
}

function uniquePaths(paths: readonly FieldPath[]): readonly FieldPath[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
