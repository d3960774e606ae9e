/**
 * What leaves the terminal or outlives a version of the program: signed objects, journal records, codes, orders, bounds.
 * A change here is a change of the contract, and is made on purpose: `npm run wire` writes the fixture anew.
 */

import { expect, test } from "vitest";
import * as z from "zod/mini";
import { provisioningEvent, provisioningRecordKind } from "../../../device/bindings/enrolment.ts";
import * as codes from "../../../device/contract/codes.ts";
import { errorCodes } from "../../../device/contract/errors.ts";
import * as binding from "../../../device/contract/messages/binding.ts";
import * as enrolment from "../../../device/contract/messages/enrolment.ts";
import * as evidence from "../../../device/contract/messages/evidence.ts";
import * as heard from "../../../device/contract/messages/heard.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import * as offline from "../../../device/contract/messages/offline.ts";
import * as outcome from "../../../device/contract/messages/outcome.ts";
import * as request from "../../../device/contract/messages/request.ts";
import * as upstreamKeys from "../../../device/contract/messages/upstreamKeys.ts";
import * as wipe from "../../../device/contract/messages/wipe.ts";
import { orders } from "../../../device/contract/orders.ts";
import * as upstream from "../../../device/contract/upstream.ts";
import { pinLength } from "../../../device/contract/views/people.ts";
import { archiveRecord, archiveRecordKind } from "../../../device/journal/archives.ts";
import { olderRecordKind } from "../../../device/journal/journal.ts";
import { maxLineBytes } from "../../../device/journal/record.ts";
import { mostAnswerTries } from "../../../device/offline/challengeSession.ts";
import { pinEvent, pinRecordKind } from "../../../device/people/throttle.ts";
import { keySetRecord, keySetRecordKind } from "../../../device/trust/upstreamKeys.ts";
import { durableEvent } from "../../../device/unbind/events.ts";
import {
  closing,
  closingRecordKind,
  followUpRecordKind,
  followUpTick,
  unbindRecordKind,
} from "../../../device/unbind/history.ts";

test("what other programs and later versions read is what is checked in", async () => {
  const wire = {
    jwsType,
    codes: schemasOf(codes),
    payloads: schemasOf({
      ...enrolment,
      ...heard,
      ...upstreamKeys,
      ...binding,
      ...request,
      ...outcome,
      ...offline,
      ...wipe,
      ...evidence,
    }),
    upstream: { paths: pathsOf(), answers: schemasOf(upstream) },
    journal: {
      [unbindRecordKind]: schemaOf(durableEvent),
      [pinRecordKind]: schemaOf(pinEvent),
      [provisioningRecordKind]: schemaOf(provisioningEvent),
      [keySetRecordKind]: schemaOf(keySetRecord),
      [followUpRecordKind]: schemaOf(followUpTick),
      [closingRecordKind]: schemaOf(closing),
      [archiveRecordKind]: schemaOf(archiveRecord),
      [olderRecordKind]: schemaOf(z.null()),
    },
    errorCodes: Object.keys(errorCodes).sort(),
    orders: schemasOf(orders),
    bounds: { maxLineBytes, maxAnswerBytes: upstream.maxAnswerBytes, pinLength, mostAnswerTries },
  };

  await expect(`${JSON.stringify(wire, null, 1)}\n`).toMatchFileSnapshot("../../fixtures/wire.json");
});

function pathsOf(): Record<string, string> {
  const paths = Object.entries(upstream.paths).map(([name, path]) => [
    name,
    typeof path === "string" ? path : path("ID"),
  ]);
  return Object.fromEntries(paths);
}

/** By name, in the order of the alphabet: where in a file a schema stands is nobody's business. */
function schemasOf(named: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const schemas = Object.entries(named).filter(([, value]) => value instanceof z.core.$ZodType);
  return Object.fromEntries(
    schemas.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, schema]) => [name, schemaOf(schema as z.core.$ZodType)]),
  );
}

function schemaOf(schema: z.core.$ZodType): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
