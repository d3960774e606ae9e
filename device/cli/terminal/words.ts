/** Every sentence of the commands that ask a terminal, in both languages. `{name}` stands for a fact. */

import type {
  DiagnosticsReport,
  IdentityReport,
  ReadingProblem,
  ReadingWarning,
  RegistrationState,
} from "../../identity/reading.ts";
import type { TerminalFailure } from "../../link/terminal.ts";
import type { TerminalExit } from "../exitCodes.ts";
import type { Words } from "../say.ts";
import type { TerminalCommand } from "./arguments.ts";
import type { Probed } from "./schema.ts";

export const usage: Words = {
  zh: "用法：npm run terminal -- identify|status|probe|monitor --port 端口 [选项]    详见 --help",
  en: "usage: npm run terminal -- identify|status|probe|monitor --port PATH [options]    more with --help",
};

export const headings = {
  about: {
    zh: "不带屏幕的终端桥：用笔记本电脑看一台终端。除回显与答复格式外，不改任何设置。",
    en: "The bridge to the terminal without its screen, for a laptop: sets nothing but the echo and the format of answers.",
  },
  commands: { zh: "命令", en: "Commands" },
  options: { zh: "选项", en: "Options" },
  exits: { zh: "退出码", en: "Exit codes" },
} as const satisfies Record<string, Words>;

export const commands: Record<TerminalCommand, Words> = {
  identify: {
    zh: "读身份：序列号、IMEI 等，各由哪条命令得来、有何疑点、读不出的原因",
    en: "who it is: serial number, IMEI and more, which command told each, warnings, and why a value cannot be read",
  },
  status: {
    zh: "读状态：电量、信号、入网、防拆、打印机、SIM 卡，以及各网络的答复",
    en: "how it is: battery, signal, registration, tamper switch, printer, SIM, and what each network says",
  },
  probe: {
    zh: "试各种速率与协议，逐项列出答复",
    en: "tries every rate and protocol, and lists what answered",
  },
  monitor: {
    zh: "读身份与状态，同时显示线上每个字节，然后继续监听，按 Ctrl-C 结束",
    en: "reads both and shows every byte on the line meanwhile, then goes on listening until Ctrl-C",
  },
};

export const options: readonly (readonly [option: string, says: Words])[] = [
  ["--port PATH", { zh: "串口设备文件，如 /dev/ttyUSB0", en: "the device file of the port, e.g. /dev/ttyUSB0" }],
  ["--baud N", { zh: "速率，不写则自行找出", en: "the rate; found out where it is left out" }],
  ["--driver at|slf", { zh: "协议，不写则自行找出", en: "the protocol; found out where it is left out" }],
  [
    "--save FILE",
    {
      zh: "把线上每个字节存为文本，可在测试中重放；内含序列号与 IMEI",
      en: "keeps every byte on the line as text that tests can replay; it holds the serial number and IMEI",
    },
  ],
  [
    "--seconds N",
    {
      zh: "monitor：读完后再听这么久，0 为读完即止",
      en: "monitor: how long to listen after reading; 0 for not at all",
    },
  ],
  [
    "--json",
    {
      zh: "输出一个 JSON 对象，结构见 test/fixtures/terminal-schema.json",
      en: "prints one JSON object, described in test/fixtures/terminal-schema.json",
    },
  ],
  ["--lang zh|en", { zh: "语言，默认中文", en: "the language, Chinese by default" }],
];

export const exits: Record<TerminalExit, Words> = {
  done: { zh: "所求各项均已读出", en: "everything that was asked for was read" },
  incomplete: {
    zh: "终端有答复，但有的值读不出",
    en: "the terminal answered, and something that was asked for could not be read",
  },
  notLooked: { zh: "参数不对，或文件写不进去", en: "wrong arguments, or a file that cannot be written" },
  silent: { zh: "端口已开，无人应答", en: "the port is open and nobody answers" },
  garbage: { zh: "有字节来，但不成应答", en: "bytes come, and no answer is among them" },
  lost: { zh: "中途断开", en: "the port went away in the middle" },
  anotherTerminal: { zh: "重新插上的是另一台设备", en: "what was plugged in again is another device" },
  missing: { zh: "没有这个端口", en: "there is no such port" },
  busy: { zh: "端口被别的程序占用", en: "another program holds the port" },
  denied: { zh: "无权打开端口", en: "this user may not open the port" },
  notATty: { zh: "此文件不是串口", en: "what has this name is no serial port" },
  openFailed: { zh: "端口打不开，系统另有原因", en: "the port does not open, for a reason of the system's own" },
  ambiguous: { zh: "有几个端口都符合", en: "several ports are what was asked for" },
  interrupted: { zh: "未完即被 Ctrl-C 中断", en: "Ctrl-C before the end" },
};

export const failures: Record<TerminalFailure["code"] | "cli/arguments-wrong" | "cli/file-unwritable", Words> = {
  "cli/arguments-wrong": { zh: "参数不对或缺少：{argument}", en: "wrong or missing argument: {argument}" },
  "cli/file-unwritable": { zh: "写不了 {file}（{reason}）", en: "cannot write {file} ({reason})" },
  "link/port-missing": {
    zh: "没有 {path} 这个端口。请检查线缆和名称，ls /dev/serial/by-id 可列出现有端口",
    en: "there is no port {path}: check the cable and the name; ls /dev/serial/by-id lists what is there",
  },
  "link/port-busy": {
    zh: "{path} 被别的程序占用。请先关闭它，例如 ModemManager 或另一个终端程序",
    en: "{path} is held by another program: close it first, for example ModemManager or another terminal program",
  },
  "link/port-denied": {
    zh: "无权打开 {path}。请把当前用户加入 dialout 组后重新登录",
    en: "you may not open {path}: join the group dialout and log in again",
  },
  "link/not-a-tty": { zh: "{path} 不是串口", en: "{path} is no serial port" },
  "link/open-failed": { zh: "打不开 {path}：{reason}", en: "cannot open {path}: {reason}" },
  "link/port-ambiguous": {
    zh: "有 {count} 个端口都符合 {path}，请只指明一个",
    en: "{count} ports are what {path} asks for: name one of them",
  },
  "link/another-terminal": {
    zh: "重新插上的是另一台设备：原为 {before}，现为 {now}",
    en: "what was plugged in again is another device: it was {before} and is {now}",
  },
  "link/no-answer": {
    zh: "端口已开，但无人应答。请确认终端已开机；probe 逐项列出试过的速率和协议",
    en: "the port is open and nobody answers: is the terminal on? probe lists the rates and protocols it tries",
  },
  "link/garbage": {
    zh: "收到文字，但不成应答。多半是别的设备，请用 probe 试别的协议",
    en: "text comes, and no answer is among it: most likely another device; probe tries other protocols",
  },
  "link/wrong-rate": {
    zh: "收到的字节不成文字。多半是速率不对，请用 probe 试别的速率",
    en: "bytes come that are no text: most likely a wrong rate; probe tries others",
  },
  "link/closed": { zh: "端口在读取中途断开", en: "the port went away while it was read" },
  "link/aborted": { zh: "未读完即被中断", en: "interrupted before the end" },
};

export const fields: Record<keyof IdentityReport, Words> = {
  sn: { zh: "序列号", en: "serial number" },
  imei: { zh: "IMEI", en: "IMEI" },
  imeiWithoutCheckDigit: { zh: "IMEI（无校验位）", en: "IMEI without check digit" },
  imeisv: { zh: "IMEISV", en: "IMEISV" },
  meid: { zh: "MEID", en: "MEID" },
  esn: { zh: "ESN", en: "ESN" },
  vendorSn: { zh: "厂家序列号", en: "maker's own number" },
  tusn: { zh: "TUSN", en: "TUSN" },
  manufacturer: { zh: "厂家", en: "maker" },
  model: { zh: "型号", en: "model" },
  firmware: { zh: "固件", en: "firmware" },
};

export const told: Words = { zh: "{value}    得自 {source}", en: "{value}    told by {source}" };
export const unreadable: Words = { zh: "读不出：{problem}", en: "unreadable: {problem}" };
export const warning: Words = { zh: "    注意：{warning}", en: "    warning: {warning}" };

export const problems: Record<ReadingProblem, Words> = {
  "no-answer": { zh: "未及时应答", en: "no answer in time" },
  "not-supported": { zh: "终端没有可用的命令", en: "the terminal refused every command that could tell it" },
  malformed: { zh: "答复为空或格式不对", en: "the answer is empty or has the wrong shape" },
  placeholder: { zh: "只是占位号", en: "a known filler, not a number of its own" },
  contradictory: { zh: "前后所读不一致（{masked}）", en: "told twice, and not the same ({masked})" },
};

export const warnings: Record<ReadingWarning, Words> = {
  "imei-check-digit-wrong": {
    zh: "末位校验不符，此号可能有误或被改写",
    en: "its check digit is wrong: the number may be mistaken or rewritten",
  },
  "imei-check-digit-derived": {
    zh: "终端只给出 14 位，末位由这里算出",
    en: "the terminal told 14 digits; the check digit was computed here",
  },
};

export const status = {
  battery: { zh: "电量", en: "battery" },
  signal: { zh: "信号", en: "signal" },
  registration: { zh: "入网", en: "registration" },
  tamper: { zh: "防拆", en: "tamper switch" },
  printer: { zh: "打印机", en: "printer" },
  sim: { zh: "SIM 卡", en: "SIM" },
  card: { zh: "SIM 卡号", en: "SIM card number" },
  radio: { zh: "射频", en: "radio" },
} as const satisfies Record<string, Words>;

export const powers = {
  battery: { zh: "{percent}%，用电池", en: "{percent} %, on battery" },
  mains: { zh: "{percent}%，接电源", en: "{percent} %, on mains" },
  none: { zh: "没有电池", en: "there is no battery" },
  fault: { zh: "电池故障", en: "the battery is faulty" },
} as const satisfies Record<string, Words>;

export const signals = {
  known: { zh: "{dbm} dBm", en: "{dbm} dBm" },
  unknown: { zh: "终端自己也不知道", en: "the terminal itself does not know" },
} as const satisfies Record<string, Words>;

export const registrations = {
  yes: { zh: "已入网", en: "registered" },
  no: { zh: "未入网", en: "not registered" },
} as const satisfies Record<string, Words>;

export const tampers = {
  clear: { zh: "正常", en: "clear" },
  tripped: { zh: "已触发，终端被拆过", en: "tripped: somebody opened the terminal" },
} as const satisfies Record<string, Words>;

export const printers = {
  ready: { zh: "就绪", en: "ready" },
  no_paper: { zh: "缺纸", en: "out of paper" },
  fault: { zh: "故障", en: "faulty" },
} as const satisfies Record<string, Words>;

export const sims = {
  ready: { zh: "就绪", en: "ready" },
  locked: { zh: "已锁，须输 PIN 或 PUK", en: "locked: it waits for a PIN or PUK" },
  absent: { zh: "未插卡", en: "not inserted" },
  faulty: { zh: "故障", en: "faulty" },
} as const satisfies Record<string, Words>;

export const radios = {
  on: { zh: "已开", en: "on" },
  off: { zh: "已关", en: "off" },
  flight: { zh: "飞行模式", en: "flight mode" },
  other: { zh: "厂家自定的方式", en: "in a mode of the maker's own" },
} as const satisfies Record<string, Words>;

export const networks: Record<keyof DiagnosticsReport["networks"], Words> = {
  circuit: { zh: "通话网络", en: "network for calls" },
  packet: { zh: "2G/3G 数据", en: "2G/3G data" },
  lte: { zh: "4G", en: "4G" },
  nr: { zh: "5G", en: "5G" },
};

export const networkStates: Record<RegistrationState, Words> = {
  off: { zh: "未登记，也不在搜索", en: "not registered, and not searching" },
  home: { zh: "已登记", en: "registered" },
  searching: { zh: "正在搜索", en: "searching" },
  denied: { zh: "被网络拒绝", en: "refused by the network" },
  unknown: { zh: "不明", en: "not known" },
  roaming: { zh: "已登记，漫游", en: "registered, roaming" },
  emergency: { zh: "仅限紧急呼叫", en: "emergency calls only" },
};

export const rejected: Words = { zh: "{state}（原因 {cause}）", en: "{state} (cause {cause})" };

export const probedLine: Words = { zh: "{baudRate}  {driver}  {heard}", en: "{baudRate}  {driver}  {heard}" };

export const heard: Record<Probed["heard"], Words> = {
  answer: { zh: "有应答", en: "an answer" },
  garbage: { zh: "有字节，不成应答", en: "bytes, and no answer" },
  silence: { zh: "无声", en: "silence" },
};

export const found: Words = {
  zh: "找到：--baud {baudRate} --driver {driver}",
  en: "found: --baud {baudRate} --driver {driver}",
};

export const listening: Words = {
  zh: "已读完，继续监听，按 Ctrl-C 结束",
  en: "read; listening until Ctrl-C",
};

export const saved: Words = {
  zh: "线上记录已存入 {file}，内含序列号与 IMEI",
  en: "the transcript is in {file}; it holds the serial number and IMEI",
};
