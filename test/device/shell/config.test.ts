import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { configFile, findConfigPath, maxConfigBytes, readConfig } from "../../../device/shell/config.ts";
import { describeConfigProblems } from "../../../device/shell/configProblems.ts";
import { type FieldPath, fieldNameOf, pathsOf } from "../../support/schemaFields.ts";

const dir = mkdtempSync(join(tmpdir(), "jiebang-config-"));
afterAll(() => rmSync(dir, { recursive: true }));

const key = { kty: "EC", crv: "P-256", x: "x".repeat(43), y: "y".repeat(43) };
const agreementKey = { kty: "EC", crv: "P-256", x: "a".repeat(43), y: "b".repeat(43) };
const good = {
  stateDir: "/var/lib/jiebang",
  serial: { path: "/dev/ttyUSB0", baudRate: 115_200 },
  upstream: { baseUrl: "https://acquirer.example/tms", keys: [key], agreementKey },
  paymentApp: { kind: "none" },
  language: "zh-CN",
  window: { kind: "kiosk" },
  simulated: false,
};

function put(content: string | Uint8Array): string {
  const path = join(dir, "config.json");
  writeFileSync(path, content);
  return path;
}

/** What the technician reads for a file that says this. */
function linesFor(content: unknown): readonly string[] {
  const read = readConfig(put(typeof content === "string" ? content : JSON.stringify(content)));
  return read.ok ? [] : describeConfigProblems("FILE", read.error.problems);
}

test("a file that says everything is read as it stands", () => {
  expect(readConfig(put(JSON.stringify(good)))).toEqual({ ok: true, value: good });
});

test("lines that begin with two slashes are remarks; what stands in a text is none", () => {
  const upstream = { ...good.upstream, audience: "// https://acquirer.example" };
  const lines = JSON.stringify({ ...good, upstream }, null, 2).replaceAll("\n", '\n  // "language": 7\n//\n');

  expect(readConfig(put(`// First.\n${lines}\n// Last.`))).toEqual({ ok: true, value: { ...good, upstream } });
});

test("a missing field is named together with what it must be, in both languages", () => {
  const { language: _, ...file } = good;

  expect(linesFor(file)).toEqual([
    '配置文件 FILE：缺少字段 language，必须是："zh-CN" 或 "en"',
    'Configuration FILE: field language is missing; it must be "zh-CN" or "en"',
  ]);
});

test("every wrong field has its own two lines", () => {
  const file = { ...good, serial: { path: "ttyUSB0", baudRate: "115200" }, window: { kind: "floating" } };

  expect(linesFor(file)).toEqual([
    "配置文件 FILE：字段 serial.path 必须是：以 / 开头的绝对路径",
    "Configuration FILE: field serial.path must be an absolute path that starts with /",
    "配置文件 FILE：字段 serial.baudRate 必须是：300 到 4000000 的整数",
    "Configuration FILE: field serial.baudRate must be a whole number from 300 to 4000000",
    '配置文件 FILE：字段 window.kind 必须是："kiosk" 或 "fixed"',
    'Configuration FILE: field window.kind must be "kiosk" or "fixed"',
  ]);
});

const fullest = {
  ...good,
  serial: { path: "/dev/ttyUSB0", baudRate: 115_200, driver: "at" },
  upstream: { ...good.upstream, tls: { caFile: "/etc/jiebang/ca.pem" } },
  printer: { speaks: "escpos", paperMm: 58, chinese: "dots", path: "/dev/usb/lp0" },
  window: { kind: "fixed", width: 800, height: 480 },
};

test.each([...pathsOf(configFile)].map((path) => [fieldNameOf(path), path] as const))(
  "what %j must be is told by words of its own, not by those of what it stands in",
  (name, path) => {
    const [, line = ""] = linesFor(withWrongValue(fullest, path));
    const [, outerLine = ""] = linesFor(withWrongValue(fullest, path.slice(0, -1)));
    const head = name === "" ? "Configuration FILE: must be " : `Configuration FILE: field ${name} must be `;

    expect(line).toSatisfy(
      () => line.startsWith(head) && (name === "" || !outerLine.endsWith(line.slice(head.length))),
    );
  },
);

test("a private key among the upstream's keys is refused by name and its value is never repeated", () => {
  const file = { ...good, upstream: { ...good.upstream, keys: [{ ...key, d: "secret-scalar" }] } };

  expect(linesFor(file)).toEqual([
    "配置文件 FILE：不认识的字段 upstream.keys[0].d，请删除",
    "Configuration FILE: field upstream.keys[0].d is not known; remove it",
  ]);
});

test("a name that the file made up cannot write to the technician's screen as it likes", () => {
  expect(linesFor({ ...good, "\u001b[2J\nok": 1 })).toEqual([
    "配置文件 FILE：不认识的字段 ?[2J?ok，请删除",
    "Configuration FILE: field ?[2J?ok is not known; remove it",
  ]);
});

test.each([
  ["a simulated payment application needs a kiosk that says it is simulated", { paymentApp: { kind: "simulated" } }],
  ["a payment application behind SLF needs the SLF driver", { paymentApp: { kind: "slf" } }],
])("%s", (_story, change) => {
  expect(linesFor({ ...good, ...change })).toEqual([
    '配置文件 FILE：字段 paymentApp.kind 必须是："none"，或在 serial.driver 为 "slf" 时 "slf"，或在 simulated 为 true 时 "simulated"',
    'Configuration FILE: field paymentApp.kind must be "none", or "slf" where serial.driver is "slf", or "simulated" where simulated is true',
  ]);
});

test("a driver that is named is one of two", () => {
  const serial = (driver: string) => ({ ...good, serial: { ...good.serial, driver }, paymentApp: { kind: "slf" } });

  expect([linesFor(serial("slf")), linesFor(serial("SLF"))[1]]).toEqual([
    [],
    'Configuration FILE: field serial.driver must be "at" or "slf"',
  ]);
});

test("more problems than a screen holds are cut, not scrolled", () => {
  const file = { ...good, ...Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`extra${index}`, 1])) };

  expect(linesFor(file).length).toBe(20);
});

test.each([
  [
    "not JSON",
    "{stateDir:",
    "第 1 行不是 UTF-8 编码（不带 BOM）的 JSON",
    "line 1 is not JSON in UTF-8 (without a byte order mark)",
  ],
  ["a list", "[]", "必须是：一个 JSON 对象", "must be one JSON object"],
  ["empty", "", "第 1 行不是 UTF-8 编码（不带 BOM）的 JSON", "line 1 is not JSON in UTF-8 (without a byte order mark)"],
  [
    "after a byte order mark",
    "\ufeff{}",
    "第 1 行不是 UTF-8 编码（不带 BOM）的 JSON",
    "line 1 is not JSON in UTF-8 (without a byte order mark)",
  ],
  [
    "with a field twice",
    '{"simulated":true,"simulated":false}',
    "第 1 行可有两种读法：有字段重复出现，或文字中有半个字符",
    "line 1 can be read in two ways: a field stands twice, or a text holds half a character",
  ],
  ["too large", " ".repeat(maxConfigBytes + 1), "不得超过 65536 字节", "must not exceed 65536 bytes"],
])("a file that is %s says so", (_, content, zh, en) => {
  expect(linesFor(content)).toEqual([`配置文件 FILE：${zh}`, `Configuration FILE: ${en}`]);
});

test("bytes that are not UTF-8 are not JSON", () => {
  expect(readConfig(put(new Uint8Array([0x22, 0xff, 0x22])))).toEqual({
    ok: false,
    error: { code: "config/unusable", problems: [{ code: "config/not-json", line: 1 }] },
  });
});

test.each([
  ["is not there", "none.json", "ENOENT"],
  ["is a folder", "", "not a file"],
])("a file that %s is unreadable, with the reason", (_, name, reason) => {
  expect(readConfig(join(dir, name))).toEqual({
    ok: false,
    error: { code: "config/unusable", problems: [{ code: "config/unreadable", reason }] },
  });
});

const files = { caFile: "/etc/jiebang/ca.pem", certFile: "/etc/jiebang/cert.pem", keyFile: "/etc/jiebang/key.pem" };

test.each([
  ["a pinned CA", { caFile: files.caFile }, true],
  ["a certificate with its key", { certFile: files.certFile, keyFile: files.keyFile }, true],
  ["all three", files, true],
  ["nothing", {}, false],
  ["a certificate without its key", { caFile: files.caFile, certFile: files.certFile }, false],
  ["a key without its certificate", { keyFile: files.keyFile }, false],
])("TLS with %s", (_story, tls, isGood) => {
  expect(linesFor({ ...good, upstream: { ...good.upstream, tls } })).toEqual(
    isGood
      ? []
      : [
          "配置文件 FILE：字段 upstream.tls 必须是：对象 {caFile}、{certFile, keyFile} 或 {caFile, certFile, keyFile}，且 baseUrl 为 https",
          "Configuration FILE: field upstream.tls must be an object {caFile}, {certFile, keyFile} or {caFile, certFile, keyFile}, with an https baseUrl",
        ],
  );
});

test("files for TLS beside a baseUrl without TLS guard nothing, and are refused", () => {
  const upstream = { ...good.upstream, baseUrl: "http://127.0.0.1:8080", tls: files };

  expect(linesFor({ ...good, upstream, simulated: true }).length).toBe(2);
});

test("a file for TLS is named by its whole path", () => {
  const upstream = { ...good.upstream, tls: { caFile: "ca.pem" } };

  expect(linesFor({ ...good, upstream })[1]).toBe(
    "Configuration FILE: field upstream.tls.caFile must be an absolute path that starts with /",
  );
});

test.each([
  ["https://acquirer.example", true],
  ["https://acquirer.example/tms/", true],
  ["http://acquirer.example", false],
  ["http://127.0.0.1.evil.example", false],
  ["http://localhost.evil.example", false],
  ["https://user:pass@acquirer.example", false],
  ["https://acquirer.example/?tenant=1", false],
  ["ftp://127.0.0.1/", false],
  ["file:///etc/passwd", false],
  ["acquirer.example", false],
])("an upstream at %s: %s", (baseUrl, isGood) => {
  expect(readConfig(put(JSON.stringify({ ...good, upstream: { ...good.upstream, baseUrl } }))).ok).toBe(isGood);
});

test.each(["http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost:8080"])(
  "an upstream on this machine without TLS, %s, is a play and nothing else",
  (baseUrl) => {
    const file = { ...good, upstream: { ...good.upstream, baseUrl } };

    expect([linesFor({ ...file, simulated: true }), linesFor(file)[1]]).toEqual([
      [],
      "Configuration FILE: field upstream.baseUrl must be an https URL without user name, query or # (http for this machine only, and only with simulated true)",
    ]);
  },
);

test("a key that signs is not the key that secrets are agreed on with", () => {
  const file = { ...good, upstream: { ...good.upstream, agreementKey: key } };

  expect(linesFor(file)[1]).toBe(
    "Configuration FILE: field upstream.agreementKey must be a public P-256 JWK {kty, crv, x, y} with no private member, and none of keys",
  );
});

test.each([
  [["electron", "app", "--config=/a.json"], { JIEBANG_CONFIG: "/b.json" }, "/a.json"],
  [["electron", "app"], { JIEBANG_CONFIG: "/b.json" }, "/b.json"],
  [["electron", "app", "--config="], {}, "/etc/jiebang/config.json"],
])("the option comes before the environment, the environment before the usual place", (argv, env, path) => {
  expect(findConfigPath(argv, env)).toBe(path);
});

test.each([
  ["a path and its rate", { path: "/dev/ttyUSB0", baudRate: 9_600 }],
  ["the numbers of a USB device, at a rate that has to be found", { vendorId: "1199", productId: "68A2" }],
  ["a serial number and a rate", { serialNumber: "LF1234", baudRate: 115_200, driver: "slf" }],
  ["a name in by-id", { byId: "usb-Maker_Model_LF1234-if00-port0" }],
])("the terminal's port is %s", (_story, serial) => {
  expect(readConfig(put(JSON.stringify({ ...good, serial })))).toEqual({ ok: true, value: { ...good, serial } });
});

test.each([
  ["nothing said of it", {}, "serial"],
  ["two places", { path: "/dev/ttyUSB0", baudRate: 9_600, vendorId: "1199" }, "serial"],
  ["a path without a rate", { path: "/dev/ttyUSB0" }, "serial.baudRate"],
  ["SLF without a rate", { vendorId: "1199", driver: "slf" }, "serial.baudRate"],
  ["a name that leaves its folder", { byId: "../../ttyS0" }, "serial.byId"],
  ["half a number", { vendorId: "119" }, "serial.vendorId"],
])("the terminal's port cannot be: %s", (_story, serial, field) => {
  const read = readConfig(put(JSON.stringify({ ...good, serial })));

  expect(read).toEqual({
    ok: false,
    error: { code: "config/unusable", problems: [{ code: "config/field-wrong", field }] },
  });
});

/** No field of the file may be 7. */
function withWrongValue(value: unknown, [name, ...rest]: FieldPath): unknown {
  if (name === undefined) return 7;
  if (Array.isArray(value)) return value.map((one, place) => (place === name ? withWrongValue(one, rest) : one));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [name]: withWrongValue(record[name], rest) };
}
