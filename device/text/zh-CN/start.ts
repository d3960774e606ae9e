/** 程序为何不启动。 */

import type { StartTexts } from "../startTexts.ts";

const path = "以 / 开头的绝对路径";
const pixels = "240 到 7680 的整数（像素）";
const usbId = "四位十六进制数字的文本";
const coordinate = "43 个 base64url 字符的文本";
const truth = "true 或 false";

export const startZhCN: StartTexts = {
  refused: (what) => `拒绝启动：${what}`,
  inUse: (dir) => `${dir} 正在使用中`,
  folderUnusable: (dir, reason) => `当前用户不能读写 ${dir}（${reason}）；请把整个状态目录交给运行自助机的用户`,
  configuration: (file, problem) => `配置文件 ${file}：${problem}`,
  unreadable: (reason) => `无法读取（${reason}）`,
  tooLarge: (maxBytes) => `不得超过 ${maxBytes} 字节`,
  notJson: (line) => `第 ${line} 行不是 UTF-8 编码（不带 BOM）的 JSON`,
  ambiguous: (line) => `第 ${line} 行可有两种读法：有字段重复出现，或文字中有半个字符`,
  unknown: (field) => `不认识的字段 ${field}，请删除`,
  missing: (field, expected) => `缺少字段 ${field}，必须是：${expected}`,
  wrong: (field, expected) => `字段 ${field} 必须是：${expected}`,
  wrongFile: (expected) => `必须是：${expected}`,
  expected: {
    "": "一个 JSON 对象",
    stateDir: path,
    serial:
      "对象 {path, baudRate}、{byId, baudRate?} 或 {vendorId?, productId?, serialNumber?, baudRate?}，均可加 driver",
    "serial.path": path,
    "serial.byId": "/dev/serial/by-id 中的文件名",
    "serial.vendorId": usbId,
    "serial.productId": usbId,
    "serial.serialNumber": "1 到 128 个字符的文本",
    "serial.baudRate": "300 到 4000000 的整数",
    "serial.driver": '"at" 或 "slf"',
    upstream: "对象 {baseUrl, audience?, keys, agreementKey, enrolmentCodeFile?, tls?}",
    "upstream.baseUrl": "https 网址，不含用户名、查询和 #（simulated 为 true 时本机可用 http）",
    "upstream.audience": "1 到 200 个字符的文本",
    "upstream.keys": "1 到 8 个支付机构公钥的列表",
    "upstream.keys[]": "P-256 公钥 JWK {kty, crv, x, y}，不含私钥成员",
    "upstream.keys[].kty": '"EC"',
    "upstream.keys[].crv": '"P-256"',
    "upstream.keys[].x": coordinate,
    "upstream.keys[].y": coordinate,
    "upstream.agreementKey": "P-256 公钥 JWK {kty, crv, x, y}，不含私钥成员，且不在 keys 之中",
    "upstream.agreementKey.kty": '"EC"',
    "upstream.agreementKey.crv": '"P-256"',
    "upstream.agreementKey.x": coordinate,
    "upstream.agreementKey.y": coordinate,
    "upstream.enrolmentCodeFile": path,
    "upstream.tls": "对象 {caFile}、{certFile, keyFile} 或 {caFile, certFile, keyFile}，且 baseUrl 为 https",
    "upstream.tls.caFile": path,
    "upstream.tls.certFile": path,
    "upstream.tls.keyFile": path,
    carrierDir: path,
    shuffledKeypad: truth,
    sound: truth,
    paymentApp: "对象 {kind}",
    "paymentApp.kind": '"none"，或在 serial.driver 为 "slf" 时 "slf"，或在 simulated 为 true 时 "simulated"',
    language: '"zh-CN" 或 "en"',
    window: '{"kind": "kiosk"} 或 {"kind": "fixed", width, height}',
    "window.kind": '"kiosk" 或 "fixed"',
    "window.width": pixels,
    "window.height": pixels,
    simulated: truth,
  },
};
