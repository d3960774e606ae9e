/** The OpenAPI 3.1 description of the wire contract, made from the schemas both sides parse with. `--write` renews the file. */

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";
import { uuid } from "../../device/contract/fields.ts";
import { jwsType, protectedHeader } from "../../device/contract/messages/jwsTypes.ts";
import { problemTypePrefix } from "../../device/contract/upstream.ts";
import { problemStatus, problemTitle } from "./answers.ts";
import { enrolmentHeader } from "./deviceMessages.ts";
import { answers, type Operation, operations, type SignedPayloadName, signedPayloads } from "./operations.ts";

export const openapiFile = fileURLToPath(new URL("../fixtures/openapi/openapi.json", import.meta.url));

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** What may be sent, not what is left of it after parsing. The dialect is that of OpenAPI 3.1 and is not told each time. */
function jsonSchema(schema: z.ZodMiniType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}

const headerName = (payload: SignedPayloadName) => payload.replace("Payload", "Header");

/** A body that is one compact JWS. Its parts are described apart: JSON Schema cannot look into base64url. */
const signedBody = (...payloads: readonly SignedPayloadName[]) => ({
  schema: reference("CompactJws"),
  "x-jws": payloads.map((payload) => ({ header: reference(headerName(payload)), payload: reference(payload) })),
});

function schemas(): Record<string, object> {
  const described: Record<string, object> = {};
  for (const [name, schema] of Object.entries(answers)) described[name] = jsonSchema(schema);
  for (const [name, { schema, typ }] of Object.entries(signedPayloads)) {
    const header = typ === jwsType.enrolment ? enrolmentHeader : protectedHeader(typ);
    described[name] = { ...jsonSchema(schema), description: `Payload of a compact JWS with typ "${typ}".` };
    described[headerName(name as SignedPayloadName)] = jsonSchema(header);
  }
  return described;
}

function parameters(operation: Operation): object[] {
  const named = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: name === "requestId" ? jsonSchema(uuid) : { type: "string" },
  }));
  if (operation.idempotencyKey === undefined) return named;
  const description = `The signed ${operation.idempotencyKey} as a structured-field string, quotes included.`;
  return [...named, { name: "Idempotency-Key", in: "header", required: true, description, schema: { type: "string" } }];
}

function responses(operation: Operation): Record<string, object> {
  const good = {
    description: `${operation.answer}${operation.carries ? `; carries ${operation.carries.join(", ")} as compact JWS` : ""}`,
    ...(operation.retryAfter
      ? {
          headers: {
            "Retry-After": {
              description: "Seconds, while the state is not final.",
              schema: { type: "integer", minimum: 0 },
            },
          },
        }
      : {}),
    content: { "application/json": { schema: reference(operation.answer) } },
  };
  const refusals: Record<string, object> = {};
  for (const status of new Set(operation.problems.map((kind) => problemStatus[kind]).sort())) {
    const kinds = operation.problems.filter((kind) => problemStatus[kind] === status);
    refusals[status] = {
      description: kinds.map((kind) => `${problemTypePrefix}${kind}: ${problemTitle[kind]}`).join("; "),
      content: { "application/problem+json": { schema: reference("Problem") } },
    };
  }
  return { [operation.status]: good, ...refusals };
}

function describeOperation(operation: Operation): object {
  const { operationId, summary, signed, orSigned, method } = operation;
  return {
    operationId,
    summary,
    parameters: parameters(operation),
    ...(signed && method === "get" ? { security: [{ signedQuery: [] }] } : {}),
    ...(signed && method === "post"
      ? {
          requestBody: {
            required: true,
            content: { "application/jose": signedBody(signed, ...(orSigned ? [orSigned] : [])) },
          },
        }
      : {}),
    responses: responses(operation),
  };
}

/** The whole description, as it stands in openapi.json. */
export function describeApi(): object {
  const described: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    described[operation.path] = { ...described[operation.path], [operation.method]: describeOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Unbinding a payment terminal",
      version: "1",
      description:
        "What a terminal and the upstream say to one another. The reference upstream that answers it is a simulation. " +
        "Every problem type has one status; a terminal decides by the type, then by the status, never by a text.",
    },
    servers: [{ url: "{baseUrl}", variables: { baseUrl: { default: "http://127.0.0.1:8080" } } }],
    paths: described,
    components: {
      schemas: schemas(),
      securitySchemes: {
        signedQuery: {
          type: "apiKey",
          in: "header",
          name: "Authorization",
          description: `"JWS " and a compact JWS with typ "${jwsType.query}" over a QueryPayload; its nonce is used once.`,
        },
      },
    },
  };
}

export const openapiText = (): string => `${JSON.stringify(describeApi(), null, 2)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === "--write") {
  writeFileSync(openapiFile, openapiText());
  console.log(`written: ${openapiFile}`);
}
