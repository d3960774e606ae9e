import { expect, test } from "vitest";
import { commandLineSwitches, findCommandLine, judgeLaunch } from "../../electron/launchRules.ts";

const development = (...given: string[]) =>
  judgeLaunch({ argv: ["electron", ...given], env: { LD_PRELOAD: "/x.so" }, packaged: false });
const packaged = (given: string[], env: Record<string, string> = {}) =>
  judgeLaunch({ argv: ["jiebang", ...given], env, packaged: true });

test("a packaged kiosk starts with its own option", () => {
  expect(packaged(["--config=/etc/jiebang/config.json"], { PATH: "/usr/bin", HOME: "/" })).toEqual({
    refused: [],
    noted: [],
  });
});

test("a packaged kiosk refuses everything that is not its own option, without repeating a value", () => {
  const given = [
    "--lang=zh",
    "--remote-debugging-port=9222",
    "-no-sandbox",
    "--inspect",
    "--configure=1",
    "secret.json",
  ];

  expect(packaged(given).refused).toEqual([
    "lang",
    "remote-debugging-port",
    "no-sandbox",
    "inspect",
    "configure",
    "(argument)",
  ]);
});

test("a packaged kiosk refuses an environment that could change what code runs or where it talks to", () => {
  const env = { LD_PRELOAD: "/x.so", ELECTRON_RUN_AS_NODE: "1", https_proxy: "http://h", NODE_OPTIONS: "", LANG: "C" };

  expect(packaged([], env).refused).toEqual(["LD_PRELOAD", "ELECTRON_RUN_AS_NODE", "https_proxy"]);
});

test.each([
  "LD_AUDIT",
  "GTK3_MODULES",
  "GTK_IM_MODULE_FILE",
  "GDK_PIXBUF_MODULE_FILE",
  "XDG_CONFIG_HOME",
  "LIBGL_DRIVERS_PATH",
  "VK_ICD_FILENAMES",
  "__EGL_VENDOR_LIBRARY_FILENAMES",
  "SSL_CERT_FILE",
  "NODE_USE_SYSTEM_CA",
  "https_proxy",
])("a packaged kiosk refuses to start with %s in its environment", (name) => {
  expect(packaged([], { [name]: "/tmp/x" }).refused).toEqual([name]);
});

test("what the launcher lets through, and what Chromium sets itself, is no reason to refuse", () => {
  const given = ["CREDENTIALS_DIRECTORY", "DISPLAY", "HOME", "LANG", "NOTIFY_SOCKET", "PATH", "TZ", "WATCHDOG_USEC"];
  const own = ["CHROME_DESKTOP", "DBUS_SESSION_BUS_ADDRESS", "GDK_BACKEND", "NO_AT_BRIDGE", "XDG_RUNTIME_DIR"];
  const env = Object.fromEntries([...given, ...own].map((name) => [name, "x"]));
  expect(packaged([], env).refused).toEqual([]);
});

test("in development a test driver can attach, and that is noted", () => {
  expect(development("--inspect=0", "--remote-debugging-port=0", "dist", "--config=/c.json")).toEqual({
    refused: [],
    noted: ["inspect", "remote-debugging-port"],
  });
});

test.each([
  "--gpu-launcher=/tmp/x",
  "-gpu-launcher=/tmp/x",
  "--GPU-Launcher=/tmp/x",
  "--disable-web-security",
  "--ignore-certificate-errors",
  "--load-extension=/tmp/x",
  "--remote-debugging-pipe",
  "--renderer-cmd-prefix=sh",
  "--utility-cmd-prefix=sh",
  "--browser-subprocess-path=/tmp/x",
  "--user-data-dir=/tmp/x",
  "--js-flags=--expose-gc",
  "--proxy-server=h:1",
  "--host-rules=MAP * h",
  "--ssl-key-log-file=/tmp/x",
])("in development %s is refused all the same", (given) => {
  expect(development("dist", given).refused.length).toBe(1);
});

test("what the launcher of the command line puts in front makes a command of what stands behind it", () => {
  const words = ["identify", "--port", "/dev/ttyUSB0", "--remote-debugging-port=1"];
  expect(findCommandLine(["jiebang", ...commandLineSwitches, ...words])).toEqual(words);
});

test.each([
  ["nothing", []],
  ["half of it", commandLineSwitches.slice(0, 3)],
  ["another order", [...commandLineSwitches].reverse()],
  ["something before it", ["--config=/x.json", ...commandLineSwitches]],
])("%s is no command, and a packaged kiosk refuses what is in it", (_story, given) => {
  const found = findCommandLine(["jiebang", ...given]);
  expect({ found, refused: packaged([...given]).refused.length > 0 }).toEqual({
    found: undefined,
    refused: given.length > 0,
  });
});
