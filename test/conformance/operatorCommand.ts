/**
 * The provider's operator as a program that the provider writes: started once, it reads one order a line and answers each by
 * one line, in order. `{"order":"approve","input":{"requestId":"..."}}` is answered by `{"output":...}`, or by
 * `{"error":"..."}` in words. Orders and inputs are those of `operatorOrders`; two more are asked of the program itself:
 * "describe" (audience, keys, agreementKey, and whether it can restart the provider and change its keys) and "restart".
 */

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import * as z from "zod/mini";
import { parseStrictJson } from "../../device/base/json.ts";
import { publicJwk, text } from "../../device/contract/fields.ts";
import { operatorBy, type ProviderOperator } from "./kit.ts";

export const description = z.object({
  audience: text(200),
  keys: z.array(publicJwk).check(z.minLength(1), z.maxLength(8)),
  agreementKey: publicJwk,
  restarts: z.optional(z.boolean()),
  rotates: z.optional(z.boolean()),
});
export type Description = z.infer<typeof description>;

export type OperatorCommand = {
  readonly described: Description;
  readonly operator: ProviderOperator;
  stop(): void;
};

const reply = z.union([z.object({ output: z.unknown() }), z.object({ error: z.string() })]);

/** Rejects with an Error in words where the program does not start, or does not keep to the protocol. */
export async function startOperatorCommand(command: string): Promise<OperatorCommand> {
  const child = spawn(command, { shell: true, stdio: ["pipe", "pipe", "inherit"] });
  const give = createLineDialogue(child);
  const told = description.safeParse(await give("describe", {}));
  if (!told.success) {
    child.kill();
    throw new Error(`the operator command described itself wrongly: ${told.error.issues[0]?.path.join(".") ?? "?"}`);
  }
  const restart = told.data.restarts ? async () => void (await give("restart", {})) : null;
  return {
    described: told.data,
    operator: operatorBy(give, restart, told.data.rotates ?? false),
    // A shell that is killed leaves what it started; whoever reads the end of its input goes by itself.
    stop() {
      child.stdin?.end();
      child.kill();
    },
  };
}

function createLineDialogue(child: ChildProcess): (order: string, input: object) => Promise<unknown> {
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error("the operator command has no input or output");
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  // A program that is gone is told by the answer that does not come.
  stdin.on("error", () => {});
  return async (order, input) => {
    stdin.write(`${JSON.stringify({ order, input })}\n`);
    const line = await lines.next();
    if (line.done) throw new Error(`the operator command ended at the order ${order}`);
    const said = reply.safeParse(parseStrictJson(line.value));
    if (!said.success) throw new Error(`the operator command answered ${order} with no {"output"} or {"error"}`);
    if ("error" in said.data) throw new Error(`the operator refused ${order}: ${said.data.error}`);
    return said.data.output;
  };
}
