/** Where the simulated payment application keeps its state over restarts: one private file of text. */

import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import type { Result } from "../../base/result.ts";
import { attempt, refuse } from "../common/stateFiles.ts";
import { readStateFile, replaceStateFile } from "./stateFiles.ts";

const stateName = "sim-payment.json";
const maxStateBytes = 4096;
const noAnswer = () => ({ code: "payment/no-answer" }) as const;

export type NodeSimPaymentState = {
  /** The text saved last, or null. */
  load(): Promise<Result<string | null, { readonly code: "payment/no-answer" }>>;
  /** Resolves when the text will survive a power cut. */
  save(text: string): Promise<Result<void, { readonly code: "payment/no-answer" }>>;
};

export function createNodeSimPaymentState(options: { readonly dir: string }): NodeSimPaymentState {
  const { dir } = options;
  const mutex = createMutex();
  const load = async () => {
    const bytes = await readStateFile(dir, stateName, maxStateBytes);
    return bytes && (fromUtf8(bytes) ?? refuse("damaged"));
  };
  return {
    load: () => mutex.run(() => attempt(load, noAnswer)),
    save: (text) => mutex.run(() => attempt(() => replaceStateFile(dir, stateName, utf8(text)), noAnswer)),
  };
}
