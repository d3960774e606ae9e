/** 产线工位的用语。 */

import type { StationTexts } from "../stationTexts.ts";

export const stationZhCN: StationTexts = {
  usage:
    "用法：{program} station --ports '模式' --codes 文件 --config 文件 [--boxes] [--json] [--lang zh|en]    详见 --help",
  about: "产线工位：一次登记许多终端。先读所有端口的身份，拒绝重号，再同时登记其余各台。",
  options: [
    "  --ports '模式'   端口，如 '/dev/ttyUSB*'，可重复，也可由 shell 展开",
    "  --codes 文件     一次性码：每行 sn,code（任意顺序），或每行一个码（按端口顺序分配）",
    "  --config 文件    配置；其中 serial 的速率与协议用于每个端口，stateDir 之下每台终端一个目录，以序列号命名",
    "  --boxes          完成后核对包装盒：用扫码枪扫每个盒上的码，须是某台已通过终端的序列号、IMEI 或标签",
    "  --json           结束时输出一个 JSON 对象，结构见 test/fixtures/station-schema.json；过程写到标准错误",
    "  --lang zh|en     语言，默认中文",
  ],
  notes: [
    "结果写在 stateDir 的 report.json 与 report.csv，每台一完成即落盘，其中没有码和密钥。",
    "配置中有打印机时，每台通过的终端打印一张标签，只打一次。打印机缺纸、关机或不在，都不耽误登记，再次运行时补打。",
    "中断（Ctrl-C、断电）后用同一命令继续：已登记的不再登记，已用的码不再用，未完的用原来的码。",
    "退出码：0 全部通过（用 --boxes 时盒子也都相符），3 有未通过，2 参数或文件不对，74 结果未能完整写出，75 目录正在使用，78 配置不能用，130 中断。",
  ],
  phases: {
    reading: "读取中",
    waiting: "已读出",
    enrolling: "登记中",
    passed: "通过  ",
    before: "已登记",
    failed: "失败  ",
    stopped: "已停止",
  },
  progress: "通过 {passed}，未通过 {failed}，共 {all}",
  written: "报告：{report}",
  labels: { printed: "标签已打印", missing: "有 {count} 张标签没有打印。{failure} 再次运行时补打。" },
  boxes: {
    ask: "请逐个扫描已通过终端的包装盒条码（{count} 个）。空行结束。",
    matched: "相符：{port}，序列号 {sn}",
    foreign: "盒子不对：没有已通过的终端是这个号码。请把此盒放到一边。",
    missing: "没有对上包装盒的终端 {count} 台（{sns}）",
  },
  failures: {
    "station/no-port": "没有端口符合 {ports}。请检查线缆和模式",
    "station/too-many-ports": "端口 {count} 个，最多 {max} 个",
    "station/codes-line-wrong": "{file} 第 {line} 行不是 sn,code 或单独的码，或与首行的形式不同",
    "station/code-twice": "{file} 第 {line} 行的码前面已有",
    "station/codes-sn-twice": "{file} 第 {line} 行的序列号前面已有",
    "station/codes-none": "{file} 中没有码",
    "station/codes-too-many": "{file} 中的码太多",
    "station/no-code-left": "没有给这台终端的码了，请补充码文件后再运行",
    "station/sn-twice": "{ports} 有同一个序列号，都未登记。请核对标签",
    "station/imei-twice": "{ports} 有同一个 IMEI，都未登记。请核对标签",
    "station/sn-seen": "此序列号已用 IMEI {before} 登记过。主板可能换过",
    "station/imei-seen": "此 IMEI 已用序列号 {before} 登记过",
    "station/terminal-changed": "读取后换成了另一台终端，请重新运行",
    "station/stopped": "已停止，再次运行即继续",
    "station/state-dir-unusable": "状态目录不能用（{reason}）",
    "station/in-use": "另一个工位程序正在使用此目录（进程 {pid}）",
    "station/report-unreadable": "以往的报告已损坏（{reason}）。请移走 report.json 或 used-codes.json 后再运行",
  },
};
