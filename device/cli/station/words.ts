/** Every sentence of a station that no screen has, in both languages. `{name}` stands for a fact. */

import type { Words } from "../say.ts";
import type { CodesFailure } from "./codes.ts";
import type { LedgerFailure } from "./ledger.ts";
import type { PortState, RunFailureCode } from "./run.ts";

export const usage: Words = {
  zh: "用法：npm run terminal -- station --ports '模式' --codes 文件 --config 文件 [--json] [--lang zh|en]    详见 --help",
  en: "usage: npm run terminal -- station --ports 'GLOB' --codes FILE --config FILE [--json] [--lang zh|en]    more with --help",
};

export const help: readonly Words[] = [
  {
    zh: "产线工位：一次登记许多终端。先读所有端口的身份，拒绝重号，再同时登记其余各台。",
    en: "A factory station: enrols many terminals at once. Reads who is on every port, refuses numbers that come twice, then enrols all others.",
  },
  { zh: "", en: "" },
  {
    zh: "  --ports '模式'   端口，如 '/dev/ttyUSB*'，可重复，也可由 shell 展开",
    en: "  --ports 'GLOB'   the ports, e.g. '/dev/ttyUSB*'; may be repeated, or expanded by the shell",
  },
  {
    zh: "  --codes 文件     一次性码：每行 sn,code（任意顺序），或每行一个码（按端口顺序分配）",
    en: "  --codes FILE     one-time codes: sn,code on each line in any order, or a code alone on each (given in the order of the ports)",
  },
  {
    zh: "  --config 文件    配置；其中 serial 的速率与协议用于每个端口，stateDir 之下每台终端一个目录，以序列号命名",
    en: "  --config FILE    the configuration; rate and protocol of its serial go for every port, and each terminal has a folder below stateDir, named by its serial number",
  },
  {
    zh: "  --json           结束时输出一个 JSON 对象，结构见 test/fixtures/station-schema.json；过程写到标准错误",
    en: "  --json           prints one JSON object at the end, described in test/fixtures/station-schema.json; progress goes to standard error",
  },
  { zh: "  --lang zh|en     语言，默认中文", en: "  --lang zh|en     the language, Chinese by default" },
  { zh: "", en: "" },
  {
    zh: "结果写在 stateDir 的 report.json 与 report.csv，每台一完成即落盘，其中没有码和密钥。",
    en: "What came of it is in report.json and report.csv in stateDir, durable after each terminal; no code and no key is in them.",
  },
  {
    zh: "中断（Ctrl-C、断电）后用同一命令继续：已登记的不再登记，已用的码不再用，未完的用原来的码。",
    en: "After Ctrl-C or a power cut the same command goes on: what is enrolled stays so, no used code is used again, and what was begun goes on with its own code.",
  },
  {
    zh: "退出码：0 全部通过，3 有未通过，2 参数或文件不对，75 目录正在使用，78 配置不能用，130 中断。",
    en: "Exit codes: 0 all passed, 3 not all, 2 wrong arguments or file, 75 the directory is in use, 78 the configuration cannot be used, 130 interrupted.",
  },
];

export const phases: Readonly<Record<PortState["phase"], Words>> = {
  reading: { zh: "读取中", en: "reading  " },
  waiting: { zh: "已读出", en: "read     " },
  enrolling: { zh: "登记中", en: "enrolling" },
  passed: { zh: "通过  ", en: "PASSED   " },
  before: { zh: "已登记", en: "ENROLLED " },
  failed: { zh: "失败  ", en: "FAILED   " },
  stopped: { zh: "已停止", en: "STOPPED  " },
};

export const progress: Words = {
  zh: "通过 {passed}，未通过 {failed}，共 {all}",
  en: "passed {passed}, not passed {failed}, of {all}",
};
export const written: Words = { zh: "报告：{report}", en: "report: {report}" };

type StationCode = Extract<(CodesFailure | LedgerFailure)["code"] | RunFailureCode, `station/${string}`>;

export const failures: Readonly<Record<StationCode | "station/no-port" | "station/too-many-ports", Words>> = {
  "station/no-port": {
    zh: "没有端口符合 {ports}。请检查线缆和模式",
    en: "no port fits {ports}: check the cables and the pattern",
  },
  "station/too-many-ports": { zh: "端口 {count} 个，最多 {max} 个", en: "{count} ports, and at most {max} at once" },
  "station/codes-line-wrong": {
    zh: "{file} 第 {line} 行不是 sn,code 或单独的码，或与首行的形式不同",
    en: "line {line} of {file} is neither sn,code nor a code alone, or not like the first line",
  },
  "station/code-twice": {
    zh: "{file} 第 {line} 行的码前面已有",
    en: "the code on line {line} of {file} stands there before",
  },
  "station/codes-sn-twice": {
    zh: "{file} 第 {line} 行的序列号前面已有",
    en: "the serial number on line {line} of {file} stands there before",
  },
  "station/codes-none": { zh: "{file} 中没有码", en: "there is no code in {file}" },
  "station/codes-too-many": { zh: "{file} 中的码太多", en: "there are too many codes in {file}" },
  "station/no-code-left": {
    zh: "没有给这台终端的码了，请补充码文件后再运行",
    en: "there is no code left for this terminal: add one to the file and run again",
  },
  "station/sn-twice": {
    zh: "{ports} 有同一个序列号，都未登记。请核对标签",
    en: "{ports} has the same serial number; none of them was enrolled: compare the labels",
  },
  "station/imei-twice": {
    zh: "{ports} 有同一个 IMEI，都未登记。请核对标签",
    en: "{ports} has the same IMEI; none of them was enrolled: compare the labels",
  },
  "station/sn-seen": {
    zh: "此序列号已用 IMEI {before} 登记过。主板可能换过",
    en: "this serial number was enrolled before with IMEI {before}: the board may have been swapped",
  },
  "station/imei-seen": {
    zh: "此 IMEI 已用序列号 {before} 登记过",
    en: "this IMEI was enrolled before with serial number {before}",
  },
  "station/terminal-changed": {
    zh: "读取后换成了另一台终端，请重新运行",
    en: "another terminal was plugged in after the reading: run again",
  },
  "station/stopped": { zh: "已停止，再次运行即继续", en: "stopped; the next run goes on with it" },
  "station/state-dir-unusable": {
    zh: "状态目录不能用（{reason}）",
    en: "the state directory cannot be used ({reason})",
  },
  "station/in-use": {
    zh: "另一个工位程序正在使用此目录（进程 {pid}）",
    en: "another station works in this directory (process {pid})",
  },
  "station/report-unreadable": {
    zh: "以往的报告已损坏（{reason}）。请移走 report.json 或 used-codes.json 后再运行",
    en: "the earlier report is damaged ({reason}): move report.json or used-codes.json away and run again",
  },
};
