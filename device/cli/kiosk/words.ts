/** The sentences that only the command line needs, in both languages; all others are those of the screens. `{name}` stands for a fact. */

import type { Snapshot } from "../../contract/snapshot.ts";
import type { UnbindStateName } from "../../contract/views/unbind.ts";
import type { KioskExit } from "../exitCodes.ts";
import type { Words } from "../say.ts";
import type { KioskAction } from "./commands.ts";
import type { HeadlessFailure } from "./headless.ts";
import type { JobFailure } from "./job.ts";

export const usage: Words = {
  zh: "用法：npm run terminal -- 命令 [动作] --config 文件 [选项]    详见 npm run terminal -- unbind --help",
  en: "usage: npm run terminal -- COMMAND [ACTION] --config FILE [options]    more with: npm run terminal -- unbind --help",
};

export const headings = {
  about: {
    zh: "不带屏幕的整台自助机：屏幕上能做的，这里都能做，走同一套指令。状态保存在配置的 stateDir 中，每条命令都从上一条停下的地方继续。",
    en: "The whole kiosk without its screen: whatever a screen can do, by the same orders. Its state is in the configured stateDir; each command goes on where the last one stopped.",
  },
  actions: {
    zh: "命令与动作（首个动作可省略）",
    en: "Commands and actions (the first action of each may be left out)",
  },
  options: { zh: "选项", en: "Options" },
  secrets: {
    zh: "PIN 和验证码从不作为参数或环境变量：在终端上输入时不回显，脚本用 --pin-fd / --code-fd 的文件描述符，每问一次读一行。",
    en: "PINs and codes are never arguments or environment: typed at a terminal they do not echo; a script gives them by a file descriptor, a line each time one is asked for.",
  },
  exits: { zh: "退出码", en: "Exit codes" },
} as const satisfies Record<string, Words>;

export const actions: Readonly<Record<KioskAction, Words>> = {
  "status show": {
    zh: "终端、绑定、上游、PIN、日志、申请的现状",
    en: "terminal, bindings, upstream, PINs, journal and request as they are now",
  },
  "unbind begin": {
    zh: "新的解绑申请：检查、显示要签名的全部字段、确认、发送",
    en: "a new request: checks, every field that is signed, confirmation, sending",
  },
  "unbind approve": { zh: "第二人用自己的 PIN 同意", en: "the second person agrees with a PIN of their own" },
  "unbind send": { zh: "发送已确认而未发出的申请", en: "sends a confirmed request that has not left" },
  "unbind check": { zh: "立即询问上游", en: "asks the upstream now" },
  "unbind verify-code": { zh: "输入上游发来的验证码", en: "types the code that the upstream sent" },
  "unbind execute": { zh: "获批后执行", en: "carries the approved unbind out" },
  "unbind cancel": { zh: "撤回申请", en: "withdraws the request" },
  "unbind challenge": { zh: "离线：出示挑战码", en: "without a network: shows the challenge" },
  "unbind save-challenge": {
    zh: "离线：把挑战存到 U 盘",
    en: "without a network: puts the challenge on the memory stick",
  },
  "unbind answer": { zh: "离线：输入应答码", en: "without a network: types the answer code" },
  "unbind read-answer": {
    zh: "离线：从 U 盘读签名应答",
    en: "without a network: reads the signed answer off the memory stick",
  },
  "unbind resume": { zh: "继续未完的清除", en: "goes on with an incomplete wipe" },
  "unbind close": { zh: "已知悉未解绑的结果", en: "has read an outcome that leaves the binding alive" },
  "history show": { zh: "以往的解绑与后续事项", en: "earlier unbinds and what is left to do after them" },
  "history tick": {
    zh: "勾选后续事项：--request 编号 --item 代码 [--undo]",
    en: "ticks one off: --request ID --item CODE [--undo]",
  },
  "export save": { zh: "保存证据文件 [--request 编号]", en: "saves the evidence file [--request ID]" },
  "pin show": { zh: "各角色的 PIN 是否已设、剩余次数", en: "which roles have a PIN, and the tries left" },
  "pin set": { zh: "首个 PIN [--for 角色]", en: "a first PIN [--for ROLE]" },
  "pin change": { zh: "更换 PIN [--for 角色]", en: "a new PIN [--for ROLE]" },
  "pin unlock": { zh: "装机员解除锁定 [--for 角色]", en: "the technician lifts a lock [--for ROLE]" },
  "pin reset": {
    zh: "凭上游应答重设 PIN [--for 角色] [--from-stick]",
    en: "a new PIN by the upstream's answer [--for ROLE] [--from-stick]",
  },
  "provision enrol": { zh: "用一次性码登记终端", en: "enrols the terminal with a one-time code" },
  "bind-again enrol": { zh: "解绑后再次绑定", en: "binds an unbound terminal again" },
  "journal show": {
    zh: "日志一页，最新在前 [--before 序号]",
    en: "a page of the journal, newest first [--before SEQ]",
  },
  "journal export": { zh: "导出日志", en: "exports the journal" },
  "diagnostics show": { zh: "诊断信息", en: "everything a technician may want to know" },
};

export const options: readonly (readonly [option: string, says: Words])[] = [
  [
    "--config FILE",
    {
      zh: "配置文件，默认 $JIEBANG_CONFIG 或 /etc/jiebang/config.json",
      en: "the configuration; $JIEBANG_CONFIG or /etc/jiebang/config.json where left out",
    },
  ],
  [
    "--role ROLE",
    {
      zh: "merchant|technician|factory：几种角色都可时，是谁",
      en: "merchant|technician|factory: who it is, where several may",
    },
  ],
  [
    "--pin-fd N",
    {
      zh: "从文件描述符 N 读 PIN，每问一次一行；经 npm 只能用 0（标准输入）",
      en: "PINs from file descriptor N, a line each time one is asked for; through npm only 0, standard input, arrives",
    },
  ],
  ["--code-fd N", { zh: "从文件描述符 N 读验证码、应答码或一次性码", en: "codes from file descriptor N" }],
  [
    "--code-file FILE",
    { zh: "provision、bind-again：一次性码所在文件", en: "provision, bind-again: a file that holds the one-time code" },
  ],
  [
    "--code C",
    {
      zh: "同上，但命令行人人可见（ps），尽量不用",
      en: "the same on the command line, where everybody on this machine can see it (ps): prefer the others",
    },
  ],
  ["--port PATH", { zh: "provision：代替配置中的串口", en: "provision: in the place of the configured port" }],
  [
    "--provider ID, --kind KIND",
    { zh: "unbind：几个绑定时，是哪一个", en: "unbind: which binding, where there are several" },
  ],
  [
    "--reason CODE",
    { zh: "unbind：原因，如 replace_terminal", en: "unbind: why; a wrong one lists those that the provider takes" },
  ],
  ["--remark TEXT", { zh: "unbind：备注", en: "unbind: a remark" }],
  [
    "--intent INTENT",
    {
      zh: "unbind：unbind_only（默认）或 unbind_and_close",
      en: "unbind: unbind_only (the default) or unbind_and_close",
    },
  ],
  ["--way WAY", { zh: "unbind：online（默认）或 offline", en: "unbind: online (the default) or offline" }],
  ["--accept-policy", { zh: "unbind：已阅读并同意条款", en: "unbind: the terms were read and are agreed to" }],
  [
    "--state CODE",
    { zh: "unbind：操作员的声明，可重复", en: "unbind: what the operator vouches for; may be repeated" },
  ],
  [
    "--waive CHECK=REASON",
    { zh: "unbind：自担责任放过一项检查，可重复", en: "unbind: takes a failed check upon oneself; may be repeated" },
  ],
  [
    "--yes-sn-tail 0042",
    {
      zh: "unbind：脚本的确认，序列号末四位",
      en: "unbind: a script's confirmation, the last four of the serial number",
    },
  ],
  ["--follow", { zh: "unbind：一直等到需要人或已结束", en: "unbind: waits until a person is needed or it is over" }],
  [
    "--json",
    {
      zh: "输出一个 JSON 对象，结构见 test/fixtures/kiosk-schema.json；过程写到标准错误",
      en: "prints one JSON object, described in test/fixtures/kiosk-schema.json; progress goes to standard error",
    },
  ],
  ["--lang zh|en", { zh: "语言，默认中文", en: "the language, Chinese by default" }],
];

export const exits: Readonly<Record<KioskExit, Words>> = {
  done: {
    zh: "已完成；解绑：已解绑、已清除、上游已收到证明",
    en: "done; of an unbind: unbound, wiped, and the upstream has the attestation",
  },
  refused: { zh: "被拒绝或未能做到，代码说明谁和为何", en: "refused or not possible; the code says by whom and why" },
  notLooked: { zh: "参数不对，或文件不能用", en: "wrong arguments, or a file that cannot be used" },
  notAll: { zh: "station：并非全部通过", en: "station: not all passed" },
  waitsForProvider: { zh: "等支付机构，或结果未知", en: "the provider's turn, or the outcome is not known yet" },
  waitsForPerson: { zh: "等人操作", en: "a person's turn" },
  blocked: { zh: "必要检查未通过，未签名", en: "a required check failed; nothing was signed" },
  stillBound: { zh: "申请已结束，绑定仍在", en: "the request ended and the binding lives on" },
  notConfirmed: { zh: "无人确认，未签名", en: "nobody confirmed; nothing was signed" },
  notPermitted: { zh: "此角色不得如此，或不得独自如此", en: "this role may not, or not alone" },
  wrongPin: { zh: "PIN 不对、不合格或未给", en: "the PIN is wrong, not good enough, or was not given" },
  pinLocked: { zh: "PIN 须等待或已锁定", en: "the PIN has to wait, or is locked" },
  outOfService: { zh: "自助机停用", en: "the kiosk is out of service" },
  inUse: {
    zh: "另一进程（多半是自助机本身）正在使用此状态目录",
    en: "another process, most likely the kiosk, works on this state directory",
  },
  config: { zh: "配置文件不能用", en: "the configuration cannot be used" },
  interrupted: { zh: "被 Ctrl-C 中断，已开始的不会丢", en: "Ctrl-C; what was begun is not lost" },
};

type OwnCode = Extract<JobFailure | HeadlessFailure, { code: `cli/${string}` }>["code"] | "cli/secret-in-arguments";

export const failures: Readonly<Record<OwnCode, Words>> = {
  "cli/arguments-wrong": { zh: "参数不对或缺少：{argument}", en: "wrong or missing argument: {argument}" },
  "cli/secret-in-arguments": {
    zh: "{argument}：PIN 和验证码不能写在命令行上，人人可见且会留在历史中。请在终端上输入，或用 --pin-fd / --code-fd。若已写过真的，请更换",
    en: "{argument}: a PIN or code must not stand on a command line, where everybody can read it and the shell keeps it. Type it at a terminal, or use --pin-fd or --code-fd. If it was a real one, change it",
  },
  "cli/no-pin-source": {
    zh: "需要 PIN 或验证码，但没有可输入的终端。请在终端上运行，或用 --pin-fd / --code-fd",
    en: "a PIN or code is needed and there is no terminal to type it at: run it at one, or use --pin-fd or --code-fd",
  },
  "cli/pin-ended": {
    zh: "又要 PIN 或验证码，而描述符中已无下一行",
    en: "another PIN or code is asked for, and the descriptor has no further line",
  },
  "cli/fd-unreadable": { zh: "读不了文件描述符 {fd}（{reason}）", en: "cannot read file descriptor {fd} ({reason})" },
  "cli/interrupted": { zh: "已中断；已开始的不会丢", en: "interrupted; what was begun is not lost" },
  "cli/role-needed": { zh: "请用 --role 说明是谁：{roles}", en: "say who you are with --role: {roles}" },
  "cli/not-confirmed": {
    zh: "无人确认，什么也没有签名。脚本用 --yes-sn-tail",
    en: "nobody confirmed, so nothing was signed; a script uses --yes-sn-tail",
  },
  "cli/sn-tail-wrong": {
    zh: "与本机序列号末四位不符，什么也没有签名",
    en: "these are not the last four of this terminal's serial number; nothing was signed",
  },
  "cli/no-request": { zh: "没有进行中的申请", en: "there is no request under way" },
  "cli/timed-out": {
    zh: "等不到上游的答复，请检查网络后重试",
    en: "the upstream did not answer in time: check the network and try again",
  },
  "cli/no-code": {
    zh: "需要一次性码：--code-file、--code-fd，或在终端上输入",
    en: "a one-time code is needed: --code-file, --code-fd, or type it at a terminal",
  },
  "cli/binding-missing": {
    zh: "没有这样的绑定。现有：{bindings}",
    en: "there is no such binding; there is: {bindings}",
  },
  "cli/binding-ambiguous": {
    zh: "有几个绑定，请指明：{bindings}",
    en: "there are several bindings, say which: {bindings}",
  },
  "cli/reason-unknown": { zh: "该机构可选的原因：{reasons}", en: "the reasons that this provider takes: {reasons}" },
  "cli/file-unreadable": { zh: "读不了 {file}（{reason}）", en: "cannot read {file} ({reason})" },
  "cli/file-too-large": { zh: "{file} 超过 {maxBytes} 字节", en: "{file} is larger than {maxBytes} bytes" },
  "cli/in-use": {
    zh: "状态目录正在使用中（进程 {pid}），多半是自助机在运行。请在它的屏幕上操作，或先停止它",
    en: "the state directory is in use (process {pid}), most likely by the kiosk: use its screen, or stop it first",
  },
  "cli/out-of-service": { zh: "自助机停用", en: "the kiosk is out of service" },
};

export const names = {
  journal: { zh: "日志", en: "Journal" },
  provisioning: { zh: "登记", en: "Enrolment" },
  key: { zh: "本机密钥", en: "Terminal's key" },
} as const satisfies Record<string, Words>;

export const journals: Readonly<Record<Snapshot["journal"]["status"], Words>> = {
  intact: { zh: "完好，{records} 条", en: "intact, {records} records" },
  tornTailCut: {
    zh: "末尾未写完的一条已截去，{records} 条",
    en: "an unfinished record was cut off, {records} records",
  },
  damaged: { zh: "被改动或损坏", en: "changed or damaged" },
};

export const phases: Readonly<Record<Snapshot["provisioning"]["phase"], Words>> = {
  unprovisioned: { zh: "未登记", en: "not enrolled" },
  provisioned: { zh: "已登记", en: "enrolled" },
  released: { zh: "已解绑，可再次绑定", en: "unbound, can be bound again" },
};

export const awaits = {
  second: { zh: "等待第二人同意：{role}", en: "awaits the approval of: {role}" },
} as const satisfies Record<string, Words>;

/** What to type next. */
export const nextSteps: Readonly<Partial<Record<UnbindStateName, Words>>> = {
  confirmed: {
    zh: "下一步：unbind send、unbind challenge 或 unbind cancel",
    en: "next: unbind send, unbind challenge or unbind cancel",
  },
  awaitingSecond: { zh: "下一步：unbind approve", en: "next: unbind approve" },
  verificationRequired: { zh: "下一步：unbind verify-code", en: "next: unbind verify-code" },
  approved: { zh: "下一步：unbind execute", en: "next: unbind execute" },
  offlineChallenge: {
    zh: "下一步：unbind answer 或 unbind read-answer",
    en: "next: unbind answer or unbind read-answer",
  },
  wipeIncomplete: { zh: "下一步：unbind resume", en: "next: unbind resume" },
  rejected: { zh: "下一步：unbind close", en: "next: unbind close" },
  cancelled: { zh: "下一步：unbind close", en: "next: unbind close" },
  expired: { zh: "下一步：unbind close", en: "next: unbind close" },
};

export const asks = {
  pin: { zh: "{title}（{role}，{tries}）：", en: "{title} ({role}, {tries}): " },
  code: { zh: "{title}（{length}）：", en: "{title} ({length}): " },
  enrolmentCode: { zh: "一次性码：", en: "one-time code: " },
  confirm: {
    zh: "以上即将签名。确认请输入序列号末四位：",
    en: "This is what will be signed. To confirm, type the last four of the serial number: ",
  },
} as const satisfies Record<string, Words>;
