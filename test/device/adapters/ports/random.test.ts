import { describe, expect, test } from "vitest";
import { createNodeRandom } from "../../../../device/adapters/node/nodeRandom.ts";
import { hex } from "../../../../device/base/bytes.ts";
import type { Random } from "../../../../device/ports/random.ts";
import { createMemoryRandom } from "../../../support/memoryRandom.ts";

const makers: Record<string, () => Random> = { node: createNodeRandom, memory: () => createMemoryRandom() };

describe.each(Object.entries(makers))("%s randomness", (_, create) => {
  test("comes in the length asked for, and no 16 bytes come twice", () => {
    const random = create();

    const draws = Array.from({ length: 1000 }, () => random.bytes(16));

    expect({
      lengths: [...new Set(draws.map((draw) => draw.length))],
      different: new Set(draws.map(hex)).size,
      none: random.bytes(0),
    }).toEqual({ lengths: [16], different: 1000, none: new Uint8Array() });
  });
});
