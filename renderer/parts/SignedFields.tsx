/** A request payload for people: every field in the order of signing, with the raw value where a word stands for it. */

import type { RequestPayload } from "../../device/contract/messages/request.ts";
import { type SignedField, signedFields } from "../../device/text/signedFields.ts";
import { sourceCommands } from "../../device/text/sourceCommands.ts";
import type { Texts } from "../../device/text/texts.ts";
import { formatInstant } from "../state/format.ts";
import { Fact } from "./Fact.tsx";

export type SignedFieldsProps = { readonly texts: Texts; readonly payload: RequestPayload };

export function SignedFields({ texts, payload }: SignedFieldsProps) {
  let checkNumber = 0;
  return (
    <dl class="facts dense">
      {signedFields(payload).map((field) => {
        if (field.path === "precheck.checks") checkNumber += 1;
        return <SignedRow key={field.at} texts={texts} field={field} checkNumber={checkNumber} />;
      })}
    </dl>
  );
}

type SignedRowProps = { readonly texts: Texts; readonly field: SignedField; readonly checkNumber: number };

function SignedRow({ texts, field, checkNumber }: SignedRowProps) {
  const { unbind, screens } = texts;
  if (field.path === "precheck.checks") {
    const { code, level, outcome, fact } = field.check;
    return (
      <Fact
        label={screens.summary.check(checkNumber)}
        field={`signed-check-${code}`}
        value={`${unbind.checks[code].name} · ${unbind.checkLevels[level]} · ${unbind.checkOutcomes[outcome]}`}
        note={[code, level, outcome, fact].filter(Boolean).join(" ")}
        tone={outcome === "failed" ? "warn" : "plain"}
      />
    );
  }
  const raw = String(field.value);
  const word = wordFor(field.path, raw, texts);
  return (
    <Fact
      label={unbind.signedFields[field.path]}
      field={`signed-${field.path}`}
      value={word ?? raw}
      note={word !== null && raw}
      mono={word === null}
    />
  );
}

/** What people call a coded value; null where the value speaks for itself. */
function wordFor(path: SignedField["path"], raw: string, { unbind, profile }: Texts): string | null {
  switch (path) {
    case "bindingKind":
      return lookUp(unbind.bindingKinds, raw)?.name ?? null;
    case "intent":
      return lookUp(unbind.intents, raw);
    case "execution":
      return lookUp(unbind.executions, raw);
    case "way":
      return lookUp(unbind.ways, raw);
    case "reason.code":
      return lookUp(unbind.reasons, raw);
    case "precheck.waivers.check":
      return lookUp(unbind.checks, raw)?.name ?? null;
    case "precheck.waivers.reason":
      return lookUp(unbind.waiverReasons, raw);
    case "precheck.waivers.role":
    case "actors.role":
    case "secondApproval":
      return lookUp(unbind.roles, raw);
    case "actors.method":
      return lookUp(unbind.methods, raw);
    case "device.snSource":
    case "device.imeiSource":
      return lookUp(sourceCommands, raw);
    case "statements":
      return lookUp(profile.statements, raw);
    case "funds.disposition":
      return lookUp(unbind.dispositions, raw);
    case "createdAt":
    case "expiresAt":
    case "consent.at":
    case "actors.approvedAt":
    case "precheck.waivers.at":
      return formatInstant(raw);
    default:
      return null;
  }
}

function lookUp<Word>(words: Readonly<Record<string, Word>>, raw: string): Word | null {
  return words[raw] ?? null;
}
