/** The operator command of the reference provider, and an example for others: `tsx referenceOperator.ts STATE_DIR`. */

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { agreementKeyFile, findUpstream, publicKeyFile } from "../upstream/stateFolder.ts";

const stateDir = process.argv[2] ?? ".run/upstream";

function describe(): object {
  const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
  const { baseUrl } = findUpstream(stateDir) ?? { baseUrl: "" };
  const keys = [read(publicKeyFile(stateDir))];
  return { audience: baseUrl, keys, agreementKey: read(agreementKeyFile(stateDir)), rotates: true };
}

async function carryOut(order: string, input: unknown): Promise<object> {
  if (order === "describe") return { output: describe() };
  const running = findUpstream(stateDir);
  if (!running) return { error: `no upstream was ever started in ${stateDir}` };
  const response = await fetch(`${running.baseUrl}/operator/${order}`, {
    method: "POST",
    headers: { authorization: `Bearer ${running.operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  return (await response.json()) as object;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { order, input }: { order: string; input: unknown } = JSON.parse(line);
  const answer = await carryOut(order, input).catch((failure: unknown) => ({ error: String(failure) }));
  console.log(JSON.stringify(answer));
}
