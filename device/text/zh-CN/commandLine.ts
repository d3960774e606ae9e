/** 各命令共同的用语。 */

import type { CommandLineTexts } from "../commandLineTexts.ts";

export const commandLineZhCN: CommandLineTexts = {
  optionsTitle: "选项",
  exitsTitle: "退出码",
  options: { "--lang zh|en": "语言，默认中文" },
  exits: { outputLost: "结果未能完整写到标准输出" },
  outputLost: "结果未能完整写到标准输出（{reason}）",
  failures: {
    "cli/arguments-wrong": "参数不对或缺少：{argument}",
    "cli/file-unreadable": "读不了 {file}（{reason}）",
    "cli/file-too-large": "{file} 超过 {maxBytes} 字节，未予检查",
  },
  because: "{what}：{why}",
  more: "{what}（{more}）",
};
