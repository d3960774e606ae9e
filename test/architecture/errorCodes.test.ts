import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { errorCode, errorCodes } from "../../device/contract/errors.ts";

test("Every code is raised in the rooms that it says, and in no other", () => {
  const raised = new Map(Object.keys(errorCodes).map((code) => [code, new Set<string>()]));
  for (const path of sources()) for (const code of codesRaisedIn(path)) raised.get(code)?.add(roomOf(path));

  const found = Object.fromEntries([...raised].map(([code, rooms]) => [code, [...rooms].sort()]));

  const said = Object.entries(errorCodes).map(([code, { raisedBy }]) => [code, [...raisedBy].sort()]);
  expect(found).toEqual(Object.fromEntries(said));
});

/** The product without the contract, its texts, and the command line, which tells what others raised. */
function sources(): readonly string[] {
  const files = ["device", "electron", "renderer"].flatMap((room) =>
    readdirSync(join(projectDir, room), { recursive: true, encoding: "utf8" }).map((path) => join(room, path)),
  );
  return files.filter((path) => /[.]tsx?$/.test(path) && !/^device\/(contract|text|cli)\b/.test(path));
}

function roomOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "device" ? second : first;
}

/** A code that is a type, the name of a member, or held against another, is not raised there. */
function codesRaisedIn(path: string): readonly string[] {
  const text = readFileSync(join(projectDir, path), "utf8");
  if (!/"[a-z]+\/[a-z-]+"/.test(text)) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const codes: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && errorCode.safeParse(node.text).success && isRaised(node)) codes.push(node.text);
    node.forEachChild(visit);
  };
  visit(file);
  return codes;
}

function isRaised(code: ts.StringLiteral): boolean {
  const { parent } = code;
  if (ts.isLiteralTypeNode(parent)) return false;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === code;
  if (!ts.isBinaryExpression(parent)) return true;
  const { kind } = parent.operatorToken;
  return kind !== ts.SyntaxKind.EqualsEqualsEqualsToken && kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken;
}
