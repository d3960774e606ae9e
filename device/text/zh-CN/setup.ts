/** 首次设置的文字。 */

import type { SetupTexts } from "../setupTexts.ts";

export const setupZhCN: SetupTexts = {
  usage:
    "用法：jiebang-setup [--port 端口] [--baud 速率] [--driver at|slf] [--upstream 网址] [--upstream-key 公钥文件] [--agreement-key 公钥文件] [--ca 证书文件] [--client-cert 证书文件 --client-key 私钥文件] [--printer PATH|PATH@BAUD|HOST[:PORT]] [--paper 58|80] [--simulated] [--host cage|x11] [--no-start] [--force] [--lang zh|en]",
  exits: {
    done: "已设置好",
    silent: "终端、支付机构或服务没有应答",
    notLooked: "参数不对、有问题没有回答，或文件不能用",
    interrupted: "在结束前被 Ctrl-C 中断",
  },
  questions: {
    port: "终端所在串口",
    upstream: "支付机构的网址（https://...）",
    keyFile: "支付机构公钥文件（JWK）",
    agreementKeyFile: "支付机构电话应答码密钥文件（JWK）",
  },
  otherwise: "{question}［{answer}］：",
  trying: "正在试 {what} ...",
  found: {
    terminal: "终端有应答：{baudRate} 波特，{driver}，序列号 {sn}",
    upstream: "支付机构有应答，对方时间 {serverTime}",
    keys: "支付机构公钥 {count} 个",
  },
  wrote: "已写入 {file}",
  protection: {
    tpm2: "自助机的密钥已加密，由 systemd 凭安全芯片（TPM）解开（/etc/credstore.encrypted）。",
    host: "自助机的密钥已加密，由 systemd 在本机硬盘上的密钥保管（/etc/credstore.encrypted）。",
    none: "systemd 无法在此加密自助机的密钥：自助机自己用不了安全芯片（TPM）时，密钥由软件保管。",
  },
  kept: "原有配置保留为 {file}",
  started: "已启动 {service}，后续步骤见终端屏幕。",
  notStarted: "请用以下命令启动：systemctl enable --now {service}",
  forced: "按 --force 的要求，仍然写入。",
  failures: {
    "setup/not-root": "只有 root 可以写入 {file}，请用 sudo 运行。",
    "setup/no-answer": "没有得到回答：{question}。",
    "setup/upstream-wrong":
      "{url} 不是支付机构的网址：须为 https，不含用户名、查询和 #（加 --simulated 时本机可用 http）。",
    "setup/not-written": "无法写入 {file}（{reason}）。",
    "setup/not-configurable": "自助机不接受这份配置：{field}。",
    "setup/service-not-started": "服务 {service} 未能启动，请查看：journalctl -u {service}",
  },
};
