/** The operator's orders over HTTP: `POST /operator/<order>` with a JSON body and the bearer token. No part of the wire contract. */

import { timingSafeEqual } from "node:crypto";
import type * as z from "zod/mini";
import { fromLatin1 } from "../../device/base/bytes.ts";
import { parseStrictJson } from "../../device/base/json.ts";
import { type Answer, jsonAnswer } from "./answers.ts";
import { type Operator, type OperatorOrderName, operatorOrders } from "./operator.ts";
import type { UpstreamMessage } from "./referenceUpstream.ts";

export const operatorPrefix = "/operator/";

export async function handleOperator(operator: Operator, token: string, message: UpstreamMessage): Promise<Answer> {
  if (!sameText(message.headers.authorization ?? "", `Bearer ${token}`))
    return refuse(401, "the operator's token is wrong");
  const name = message.path.slice(operatorPrefix.length);
  if (message.method !== "POST" || !isOrder(name)) return refuse(404, "there is no such order");
  // The body came as one character a byte; what the operator writes is UTF-8.
  const input = (operatorOrders[name] as z.ZodMiniType).safeParse(parseStrictJson(fromLatin1(message.body)));
  if (!input.success) return refuse(400, input.error.issues.map((issue) => issue.path.join(".") || "body").join(", "));
  try {
    // Name and input were checked against the same table; the compiler cannot follow a name that is a value.
    const output = await (operator[name] as (order: unknown) => Promise<unknown>)(input.data);
    return jsonAnswer(200, { output: output ?? null });
  } catch (refusal) {
    return refuse(409, refusal instanceof Error ? refusal.message : String(refusal));
  }
}

const refuse = (status: number, error: string): Answer => jsonAnswer(status, { error });
const isOrder = (name: string): name is OperatorOrderName => Object.hasOwn(operatorOrders, name);

/** Tells nothing by its timing but the length. */
function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
