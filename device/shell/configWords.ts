/** What a technician at a shell reads about a configuration file that cannot be used: each problem once in each language. */

import type { ConfigField, ConfigProblem } from "./config.ts";

type Words = { readonly zh: string; readonly en: string };

const maxProblemsShown = 10;

const path: Words = { zh: "以 / 开头的绝对路径", en: "an absolute path that starts with /" };
const pixels: Words = { zh: "320 到 7680 的整数（像素）", en: "a whole number from 320 to 7680, in pixels" };
const usbId: Words = { zh: "四位十六进制数字的文本", en: "a text of four hexadecimal digits" };

const coordinate: Words = { zh: "43 个 base64url 字符的文本", en: "a text of 43 base64url characters" };
const truth: Words = { zh: "true 或 false", en: "true or false" };

/** What each field must be. */
const expected: Readonly<Record<ConfigField, Words>> = {
  "": { zh: "一个 JSON 对象", en: "one JSON object" },
  stateDir: path,
  serial: {
    zh: "对象 {path, baudRate}、{byId, baudRate?} 或 {vendorId?, productId?, serialNumber?, baudRate?}，均可加 driver",
    en: "an object {path, baudRate}, {byId, baudRate?} or {vendorId?, productId?, serialNumber?, baudRate?}, each with driver?",
  },
  "serial.path": path,
  "serial.byId": { zh: "/dev/serial/by-id 中的文件名", en: "a file name in /dev/serial/by-id" },
  "serial.vendorId": usbId,
  "serial.productId": usbId,
  "serial.serialNumber": { zh: "1 到 128 个字符的文本", en: "a text of 1 to 128 characters" },
  "serial.baudRate": { zh: "300 到 4000000 的整数", en: "a whole number from 300 to 4000000" },
  "serial.driver": { zh: '"at" 或 "slf"', en: '"at" or "slf"' },
  upstream: {
    zh: "对象 {baseUrl, audience?, keys, enrolmentCodeFile?, tls?}",
    en: "an object {baseUrl, audience?, keys, enrolmentCodeFile?, tls?}",
  },
  "upstream.baseUrl": {
    zh: "https 网址（仅本机可用 http），不含用户名、查询和 #",
    en: "an https URL (http for this machine only) without user name, query or #",
  },
  "upstream.audience": { zh: "1 到 200 个字符的文本", en: "a text of 1 to 200 characters" },
  "upstream.keys": { zh: "1 到 8 个上游公钥的列表", en: "a list of 1 to 8 public keys of the upstream" },
  "upstream.keys[]": {
    zh: "P-256 公钥 JWK {kty, crv, x, y}，不含私钥成员",
    en: "a public P-256 JWK {kty, crv, x, y} with no private member",
  },
  "upstream.keys[].kty": { zh: '"EC"', en: '"EC"' },
  "upstream.keys[].crv": { zh: '"P-256"', en: '"P-256"' },
  "upstream.keys[].x": coordinate,
  "upstream.keys[].y": coordinate,
  "upstream.enrolmentCodeFile": path,
  "upstream.tls": {
    zh: "对象 {caFile}、{certFile, keyFile} 或 {caFile, certFile, keyFile}，且 baseUrl 为 https",
    en: "an object {caFile}, {certFile, keyFile} or {caFile, certFile, keyFile}, with an https baseUrl",
  },
  "upstream.tls.caFile": path,
  "upstream.tls.certFile": path,
  "upstream.tls.keyFile": path,
  carrierDir: path,
  shuffledKeypad: truth,
  paymentApp: { zh: "对象 {kind}", en: "an object {kind}" },
  "paymentApp.kind": {
    zh: '"none"，或在 serial.driver 为 "slf" 时 "slf"，或在 simulated 为 true 时 "simulated"',
    en: '"none", or "slf" where serial.driver is "slf", or "simulated" where simulated is true',
  },
  language: { zh: '"zh-CN" 或 "en"', en: '"zh-CN" or "en"' },
  window: {
    zh: '{"kind": "kiosk"} 或 {"kind": "fixed", width, height}',
    en: '{"kind": "kiosk"} or {"kind": "fixed", width, height}',
  },
  "window.kind": { zh: '"kiosk" 或 "fixed"', en: '"kiosk" or "fixed"' },
  "window.width": pixels,
  "window.height": pixels,
  simulated: truth,
};

/** Two lines for each problem, Chinese and English. No line holds a value out of the file. */
export function describeConfigProblems(file: string, problems: readonly ConfigProblem[]): readonly string[] {
  const shown = problems.slice(0, maxProblemsShown);
  return shown.flatMap((problem) => {
    const { zh, en } = describe(problem);
    return [`配置文件 ${file}：${zh}`, `Configuration ${file}: ${en}`];
  });
}

function describe(problem: ConfigProblem): Words {
  switch (problem.code) {
    case "config/unreadable":
      return { zh: `无法读取（${problem.reason}）`, en: `cannot be read (${problem.reason})` };
    case "config/too-large":
      return { zh: `不得超过 ${problem.maxBytes} 字节`, en: `must not exceed ${problem.maxBytes} bytes` };
    case "config/not-json":
      return { zh: "不是 UTF-8 编码的 JSON", en: "is not JSON in UTF-8" };
    case "config/field-unknown":
      return { zh: `不认识的字段 ${problem.field}，请删除`, en: `field ${problem.field} is not known; remove it` };
    case "config/field-missing": {
      const { zh, en } = expectedOf(problem.field);
      return {
        zh: `缺少字段 ${problem.field}，必须是：${zh}`,
        en: `field ${problem.field} is missing; it must be ${en}`,
      };
    }
    case "config/field-wrong": {
      const { zh, en } = expectedOf(problem.field);
      if (problem.field === "") return { zh: `必须是：${zh}`, en: `must be ${en}` };
      return { zh: `字段 ${problem.field} 必须是：${zh}`, en: `field ${problem.field} must be ${en}` };
    }
  }
}

function expectedOf(field: string): Words {
  const name = field.replace(/\[\d+\]/g, "[]");
  if (!isConfigField(name)) throw new Error(`${name} is a field of no configuration`);
  return expected[name];
}

function isConfigField(name: string): name is ConfigField {
  return Object.hasOwn(expected, name);
}
