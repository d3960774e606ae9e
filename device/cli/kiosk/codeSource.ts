/** Where a one-time code of the enrolment comes from: it is a secret until it is used, and is handed on once. */

import { fromUtf8 } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { compactJws } from "../../contract/fields.ts";
import { type DescriptorFailure, readByte } from "../descriptor.ts";
import { readBounded } from "../files.ts";
import type { Typed } from "../options.ts";
import type { JobFailure } from "./job.ts";

const maxCodeBytes = 256;
/** As long as a signed answer may be. */
const maxAnswerBytes = 32_768;

/** Null where nobody gave one: then it is the configuration's. */
export async function readCodeFrom(
  typed: Typed,
  ask: () => Promise<string | null>,
): Promise<Result<string | null, JobFailure>> {
  const [file, fd, argument] = [typed.text("code-file"), typed.text("code-fd"), typed.text("code")];
  if (file !== undefined) {
    const bytes = await readBounded(file, maxCodeBytes);
    return bytes.ok ? codeIn(fromUtf8(bytes.value)) : bytes;
  }
  if (fd !== undefined) {
    const line = await lineOf(Number(fd), maxCodeBytes);
    return line.ok ? codeIn(line.value) : line;
  }
  return argument === undefined ? ok(await ask()) : codeIn(argument);
}

/** A signed answer, which is no secret: one line of the same descriptor as codes, or asked for. */
export async function readAnswerFrom(
  typed: Typed,
  ask: () => Promise<string | null>,
): Promise<Result<string, JobFailure>> {
  const fd = typed.text("code-fd");
  const line = fd === undefined ? ok(await ask()) : await lineOf(Number(fd), maxAnswerBytes);
  if (!line.ok) return line;
  const answer = compactJws.safeParse(line.value?.trim());
  return answer.success ? ok(answer.data) : err({ code: "cli/arguments-wrong", argument: "--signed" });
}

/** One word of printable characters. */
export function codeIn(text: string | null): Result<string, { readonly code: "cli/no-code" }> {
  const code = text?.trim() ?? "";
  return /^[\x21-\x7e]{1,64}$/.test(code) ? ok(code) : err({ code: "cli/no-code" });
}

/** One line and nothing after it, which may be a PIN. Null where it is no text, or too long. */
async function lineOf(fd: number, maxBytes: number): Promise<Result<string | null, DescriptorFailure>> {
  const bytes = new Uint8Array(maxBytes);
  for (let length = 0; length < bytes.length; length++) {
    const got = await readByte(fd, bytes, length);
    if (!got.ok) return got;
    if (!got.value || bytes[length] === lineFeed) return ok(fromUtf8(bytes.subarray(0, length)));
  }
  return ok(null);
}

const lineFeed = 0x0a;
