/**
 * Where the upstream keeps its records: in memory, or in one file that outlives the process.
 * The file holds one JSON line a commit; a line is complete or it never happened.
 */

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TableName, Tables } from "./records.ts";

export type UpstreamStore = {
  get<Name extends TableName>(table: Name, key: string): Tables[Name] | undefined;
  all<Name extends TableName>(table: Name): readonly Tables[Name][];
  /** Seen by the next `get` at once, durable with the next `commit`. */
  put<Name extends TableName>(table: Name, key: string, record: Tables[Name]): void;
  drop(table: TableName, key: string): void;
  /** Makes everything since the last commit durable, all of it or nothing. Throws when the disk refuses. */
  commit(): void;
  close(): void;
};

/** A record of null says that it was dropped. */
export type Change = readonly [table: TableName, key: string, record: unknown];

const tableNames: readonly TableName[] = [
  "terminals",
  "keys",
  "codes",
  "nonces",
  "requests",
  "turnedAway",
  "offlineAnswers",
  "offlineReports",
  "profiles",
  "keySets",
  "retold",
];

function createTables() {
  const tables = new Map<TableName, Map<string, unknown>>(tableNames.map((name) => [name, new Map()]));
  const table = (name: TableName) => {
    const found = tables.get(name);
    if (!found) throw new Error(`the upstream's state names a table that does not exist: ${name}`);
    return found;
  };
  return {
    table,
    apply([name, key, record]: Change) {
      if (record === null) table(name).delete(key);
      else table(name).set(key, record);
    },
    everything: (): Change[] =>
      tableNames.flatMap((name) => [...table(name)].map(([key, record]) => [name, key, record] as const)),
  };
}

/** `write` gets the changes of one commit and returns once they are safe. */
function createStore(
  tables: ReturnType<typeof createTables>,
  write: (changes: Change[]) => void,
  close: () => void,
): UpstreamStore {
  let changes: Change[] = [];
  const change = (made: Change) => {
    tables.apply(made);
    changes.push(made);
  };
  return {
    // The tables are typed at their only two doors, `put` and `get`.
    get: <Name extends TableName>(name: Name, key: string) => tables.table(name).get(key) as Tables[Name] | undefined,
    all: <Name extends TableName>(name: Name) => [...tables.table(name).values()] as Tables[Name][],
    put: (name, key, record) => change([name, key, record]),
    drop: (name, key) => change([name, key, null]),
    commit() {
      if (changes.length === 0) return;
      write(changes);
      changes = [];
    },
    close,
  };
}

/** `changes`: what was committed before. */
export function createMemoryStore(changes: readonly Change[] = []): UpstreamStore {
  const tables = createTables();
  for (const change of changes) tables.apply(change);
  return createStore(
    tables,
    () => {},
    () => {},
  );
}

/** Opens `stateDir/state.log`, cuts an unfinished last line and writes the file short. Throws when a line inside is damaged. */
export function openFileStore(stateDir: string): UpstreamStore {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const path = join(stateDir, "state.log");
  const tables = createTables();
  for (const changes of readCommits(path)) for (const change of changes) tables.apply(change);
  writeDurably(path, line(tables.everything()));
  const file = openSync(path, "a", 0o600);
  return createStore(
    tables,
    (changes) => {
      writeSync(file, line(changes));
      fsyncSync(file);
    },
    () => closeSync(file),
  );
}

const line = (changes: readonly Change[]) => `${JSON.stringify(changes)}\n`;

function readCommits(path: string): Change[][] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  // What follows the last line end was never answered for: the answer leaves after the fsync.
  lines.pop();
  return lines.map((text) => JSON.parse(text) as Change[]);
}

/** Replaces a file so that a crash leaves the old one or the new one. Readable by the owner only, unless told otherwise. */
export function writeDurably(path: string, text: string, mode = 0o600): void {
  const draft = `${path}.new`;
  const file = openSync(draft, "w", mode);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}
