/** The OpenAPI 3.1 description of the wire contract, made from the schemas both sides parse with. `npm run openapi` renews it. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";
import { projectDir, releaseDir } from "../../build/paths.ts";
import { uuid } from "../../device/contract/fields.ts";
import { jwsType, protectedHeader } from "../../device/contract/messages/jwsTypes.ts";
import { problemTypePrefix } from "../../device/contract/upstream.ts";
import { problemStatus, problemTitle } from "./answers.ts";
import { introductionHeader } from "./deviceMessages.ts";
import { answers, type Operation, operations, type SignedPayloadName, signedPayloads } from "./operations.ts";

export const openapiFile = fileURLToPath(new URL("../fixtures/openapi/openapi.json", import.meta.url));

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** What may be sent, not what is left of it after parsing. The dialect is that of OpenAPI 3.1 and is not told each time. */
function jsonSchema(schema: z.ZodMiniType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}

const headerName = (payload: SignedPayloadName) => payload.replace("Payload", "Header");

/** A compact JWS, and what is in it once it is decoded: JSON Schema 2020-12, validation, section 8.5, has the same example. */
function compactJwsOf(...payloads: readonly SignedPayloadName[]): object {
  const contents = payloads.map((payload) => ({
    type: "array",
    prefixItems: [reference(headerName(payload)), reference(payload)],
    minItems: 2,
    maxItems: 2,
  }));
  const contentSchema = contents.length === 1 ? contents[0] : { oneOf: contents };
  return { ...reference("CompactJws"), contentMediaType: "application/jose", contentSchema };
}

/** What the members of answers hold. */
const carriedIn: Readonly<Record<string, SignedPayloadName>> = {
  bindings: "BindingPayload",
  heard: "HeardPayload",
  order: "OrderPayload",
  profiles: "ProfilePayload",
  sets: "UpstreamKeysPayload",
  grant: "GrantPayload",
  receipt: "ReceiptPayload",
  decision: "DecisionPayload",
  demand: "VerificationDemandPayload",
  acknowledgement: "AcknowledgementPayload",
};

/** What the members of messages hold, where it is no object of its own for anybody else. */
const carriedInMessages: typeof carriedIn = { successor: "SuccessorPayload" };

function withObjects(schema: z.ZodMiniType, carried: typeof carriedIn): object {
  const described: { readonly properties?: Readonly<Record<string, object>> } = jsonSchema(schema);
  if (!described.properties) return described;
  const properties = Object.entries(described.properties).map(([name, member]) => {
    const payload = carried[name];
    if (payload === undefined) return [name, member] as const;
    return [name, "items" in member ? { ...member, items: compactJwsOf(payload) } : compactJwsOf(payload)] as const;
  });
  return { ...described, properties: Object.fromEntries(properties) };
}

function schemas(): Record<string, object> {
  const described: Record<string, object> = {};
  for (const [name, schema] of Object.entries(answers)) described[name] = withObjects(schema, carriedIn);
  for (const [name, { schema, typ }] of Object.entries(signedPayloads)) {
    const introduces = typ === jwsType.enrolment || typ === jwsType.succession;
    const header = introduces ? introductionHeader(typ) : protectedHeader(typ);
    described[name] = {
      ...withObjects(schema, carriedInMessages),
      description: `Payload of a compact JWS with typ "${typ}".`,
    };
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
  const { operationId, summary, description, signed, orSigned, method } = operation;
  return {
    operationId,
    summary,
    description,
    parameters: parameters(operation),
    // A body that is signed is its own proof: there is nothing else to let anybody in.
    security: signed && method === "get" ? [{ signedQuery: [] }] : [],
    ...(signed && method === "post"
      ? {
          requestBody: {
            required: true,
            content: { "application/jose": { schema: compactJwsOf(signed, ...(orSigned ? [orSigned] : [])) } },
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
      license: { name: "Unlicensed", identifier: "LicenseRef-Unlicensed" },
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

/** One HTML file that needs nothing else, for whoever reads rather than parses. Its policy lets no request out. */
function writePage(): void {
  mkdirSync(releaseDir, { recursive: true });
  const page = join(releaseDir, "provider-api.html");
  redocly("build-docs", openapiFile, "--inlineBundle", "--output", page);
  const policy = "default-src 'unsafe-inline' 'unsafe-eval' data: blob:";
  const html = readFileSync(page, "utf8");
  const head = `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`;
  if (!html.includes("<head>")) throw new Error("the page has no head to put its policy into");
  writeFileSync(
    page,
    html.replace("<head>", () => head),
  );
  console.log(`written: ${page}`);
}

/** What the linter prints; it throws where a rule is broken. */
export function lintDescription(): string {
  return redocly("lint", "--config", join(projectDir, "build/provider/redocly.yaml"), "--format", "json", openapiFile);
}

function redocly(...args: readonly string[]): string {
  const program = join(projectDir, "node_modules/@redocly/cli/bin/cli.js");
  // It is not to ask anybody whether there is a newer one.
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return execFileSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(openapiFile, openapiText());
  console.log(`written: ${openapiFile}`);
  if (process.argv.includes("--html")) writePage();
}
