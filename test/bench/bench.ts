/**
 * `npm run bench`: each figure against a floor measured in the same run, in turn with it. Exit 0 when all were
 * measured, whether or not they meet their goals; 1 when one could not be; 2 for arguments that make no sense.
 * With --markdown a run of all figures writes build/figures.md.
 */

import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureDebianPackages } from "../../build/debianPackages.ts";
import { type ElectronRuntime, findElectronRuntime } from "../../build/electronRuntime.ts";
import { projectDir } from "../../build/paths.ts";
import { type Figure, outcomeOf, type Row, type Samples } from "./figure.ts";
import { androidStart } from "./figures/androidStart.ts";
import { bridgeAppend } from "./figures/bridgeAppend.ts";
import { bundleVerify } from "./figures/bundleVerify.ts";
import { confirm } from "./figures/confirm.ts";
import { firstPaint } from "./figures/firstPaint.ts";
import { fleet } from "./figures/fleet.ts";
import { identityRead } from "./figures/identityRead.ts";
import { journal } from "./figures/journal.ts";
import { keyToPaint } from "./figures/keyToPaint.ts";
import { longHistory } from "./figures/longHistory.ts";
import { memory } from "./figures/memory.ts";
import { nobodyThere, oddIdentity } from "./figures/oddIdentity.ts";
import { pageSize } from "./figures/pageSize.ts";
import { serialHeap } from "./figures/serialHeap.ts";
import { serialMany } from "./figures/serialMany.ts";
import { serialParse } from "./figures/serialParse.ts";
import { serialRead } from "./figures/serialRead.ts";
import { serialRoundTrip } from "./figures/serialRoundTrip.ts";
import { start } from "./figures/start.ts";
import { station, stationCost } from "./figures/station.ts";
import { type Ground, openGround } from "./ground.ts";
import { quantile } from "./statistics.ts";
import { figuresPage, inUnit, markdownTable, plainTable } from "./table.ts";

const serial = [serialRoundTrip, serialRead, serialParse, serialHeap, serialMany];
const past = [journal, longHistory, bundleVerify, fleet, bridgeAppend, androidStart];
const figures: readonly Figure[] = [
  start,
  firstPaint,
  keyToPaint,
  memory,
  identityRead,
  oddIdentity,
  nobodyThere,
  confirm,
  pageSize,
  ...serial,
  station,
  stationCost,
  ...past,
];
const figuresFile = join(projectDir, "build/figures.md");
const names = figures.map(({ name }) => name);
const usage = `npm run bench -- [--markdown] [${names.join(" | ")}] ...`;

const { wanted, markdown } = readArguments();
const runtime = wanted.every(({ alone }) => alone) ? null : await prepareRuntime();

const ground = await openGround(runtime);
const rows: Row[] = [];
for (const figure of wanted) rows.push(await take(figure, ground));
await ground.close();

const facts = factsOf(runtime);
console.log(`\n${facts.join("\n")}\n`);
console.log(markdown ? markdownTable(rows) : plainTable(rows));
// Part of the figures, or those of another run beside them, would say nothing about one machine at one time.
if (markdown && wanted === figures) await writeFile(figuresFile, figuresPage(facts, rows));
process.exit(rows.every(({ outcome }) => outcome.measured) ? 0 : 1);

async function prepareRuntime(): Promise<ElectronRuntime> {
  const prepared = await ensureDebianPackages(["electron", "display", "terminal"]);
  if (!prepared.ok) return stop(prepared.error.says, 1);
  const found = await findElectronRuntime();
  return found.ok ? found.value : stop(found.error.says, 1);
}

async function take(figure: Figure, on: Ground): Promise<Row> {
  try {
    const samples = await figure.measure(on);
    console.error(`${figure.name}: ${spreadOf(samples, figure)}`);
    return { figure, outcome: outcomeOf(samples) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    console.error(`${figure.name}: not measured: ${reason}`);
    return { figure, outcome: { measured: false, reason } };
  }
}

/** How far the samples lie apart, so that a reader can tell a figure from the machine's noise. */
function spreadOf({ ours, floors }: Samples, { unit }: Figure): string {
  const middleHalf = (samples: readonly number[]) =>
    `${inUnit(quantile(samples, 0.25), unit)} to ${inUnit(quantile(samples, 0.75), unit)}`;
  const against = floors ? `, floor ${middleHalf(floors)}` : "";
  return `ours ${middleHalf(ours)}${against}, middle half of ${ours.length}`;
}

function factsOf(used: ElectronRuntime | null): readonly string[] {
  const processors = cpus();
  const node = `Node ${process.versions.node}`;
  return [
    `Machine: ${processors.length} x ${processors[0]?.model ?? "unknown processor"}, ${process.platform} ${process.arch}`,
    used
      ? `Runtime: Electron ${used.version} (${used.origin}), ${node} for what runs without a window`
      : `Runtime: ${node}, no window`,
  ];
}

function readArguments(): { readonly wanted: readonly Figure[]; readonly markdown: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { markdown: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    const unknown = positionals.filter((name) => !names.includes(name));
    if (unknown.length > 0) return stop(`There is no figure ${unknown.join(", ")}.\n${usage}`, 2);
    const wanted = positionals.length === 0 ? figures : figures.filter(({ name }) => positionals.includes(name));
    return { wanted, markdown: values.markdown };
  } catch (reason) {
    return stop(`${reason instanceof Error ? reason.message : String(reason)}\n${usage}`, 2);
  }
}

function stop(says: string, code: number): never {
  console.error(says);
  process.exit(code);
}
