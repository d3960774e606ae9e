import { EventEmitter } from "node:events";
import type { Session, WebContents } from "electron";
import { expect, test } from "vitest";
import { isAllowedKey, lockDownContents, lockDownSession } from "../../electron/lockdown.ts";
import { escapeVectors } from "../support/escapeVectors.ts";

const held = { control: false, alt: false, meta: false };

test.each(["0", "9", "a", "Z", " ", "、", "解", "Enter", "Tab", "Escape", "Backspace", "ArrowDown", "Shift"])(
  "the key %s reaches the page",
  (key) => {
    expect(isAllowedKey({ key, ...held })).toBe(true);
  },
);

test.each([
  ...["F1", "F5", "F11", "F12", "PrintScreen", "ContextMenu", "Meta", "Alt", "Control", "BrowserBack", "BrowserHome"],
  ...["MediaPlayPause", "LaunchMail", "Process", "Unidentified", ""],
])("the key %s does not", (key) => {
  expect(isAllowedKey({ key, ...held })).toBe(false);
});

test.each(["control", "alt", "meta"] as const)("with %s held no key reaches the page", (modifier) => {
  const keys = ["w", "r", "i", "p", "Tab", "Escape", "ArrowLeft", "="];

  expect(keys.filter((key) => isAllowedKey({ key, ...held, [modifier]: true }))).toEqual([]);
});

/** A hand-made page that remembers how it was told to open windows and what the debugging protocol was told. */
function createPage() {
  const page = new EventEmitter();
  const told: unknown[] = [];
  let openWindow: (() => unknown) | undefined;
  Object.assign(page, {
    setWindowOpenHandler: (handler: () => unknown) => {
      openWindow = handler;
    },
    setWebRTCIPHandlingPolicy: (policy: string) => told.push(policy),
    debugger: {
      attach: () => {},
      sendCommand: async (name: string, parameters?: object) => told.push([name, parameters]),
    },
  });
  lockDownContents(page as unknown as WebContents);
  const wasStopped = (event: string, facts: object = {}, ...rest: unknown[]) => {
    let stopped = false;
    const preventDefault = () => {
      stopped = true;
    };
    page.emit(event, { ...facts, preventDefault }, ...rest);
    return stopped;
  };
  return { wasStopped, told, openWindow: () => openWindow?.() };
}

test.each(["will-navigate", "will-frame-navigate", "will-redirect"])("%s stays on the page's own origin", (event) => {
  const page = createPage();
  const targets = ["app://kiosk/", "https://example.com/", "file:///etc/passwd", "app://other/", "mailto:a@b"];

  expect(targets.filter((url) => !page.wasStopped(event, { url }))).toEqual(["app://kiosk/"]);
});

test("no window, no webview, no other size and no Bluetooth device comes of anything the page does", () => {
  const page = createPage();
  const chosen: string[] = [];

  const seen = {
    window: page.openWindow(),
    webview: page.wasStopped("will-attach-webview"),
    resize: page.wasStopped("content-bounds-updated"),
    bluetooth: page.wasStopped("select-bluetooth-device", {}, [{ deviceId: "x" }], (id: string) => chosen.push(id)),
    chosen,
  };

  expect(seen).toEqual({ window: { action: "deny" }, webview: true, resize: true, bluetooth: true, chosen: [""] });
});

test("keys are stopped before the page or the browser sees them", () => {
  const page = createPage();
  const keys = [
    { key: "1", ...held },
    { key: "F11", ...held },
    { key: "w", ...held, control: true },
  ];

  expect(keys.map((input) => page.wasStopped("before-input-event", {}, input))).toEqual([false, true, true]);
});

test("file dialogs are taken over and the network address is not given away", () => {
  expect(createPage().told).toEqual([
    "disable_non_proxied_udp",
    ["Page.enable", undefined],
    ["Page.setInterceptFileChooserDialog", { enabled: true }],
  ]);
});

test("a session grants nothing, downloads nothing and lets no request out", () => {
  const session = new EventEmitter();
  const answers: Record<string, unknown> = {};
  const ask =
    (name: string) =>
    (handler: (...given: unknown[]) => unknown): void => {
      const answered = handler({ protectedClasses: ["hid"] }, "media", (answer: unknown) => {
        answers[name] = answer;
      });
      if (answered !== undefined) answers[name] = answered;
    };
  Object.assign(session, {
    setPermissionRequestHandler: ask("request"),
    setPermissionCheckHandler: ask("check"),
    setDevicePermissionHandler: ask("device"),
    setUSBProtectedClassesHandler: ask("usb"),
    setDisplayMediaRequestHandler: (handler: (request: unknown, answer: (streams: unknown) => void) => void) =>
      handler({}, (streams) => {
        answers.display = streams;
      }),
    webRequest: {
      onBeforeRequest: (
        filter: unknown,
        handler: (details: unknown, answer: (decision: unknown) => void) => void,
      ): void => handler({}, (decision) => Object.assign(answers, { filter, network: decision })),
    },
  });

  lockDownSession(session as unknown as Session);
  session.emit("will-download", { preventDefault: () => Object.assign(answers, { download: "stopped" }) });
  session.emit("file-system-access-restricted", {}, {}, (answer: string) => Object.assign(answers, { files: answer }));

  expect(answers).toEqual({
    request: false,
    check: false,
    device: false,
    usb: ["hid"],
    display: {},
    filter: { urls: ["*://*/*"] },
    network: { cancel: true },
    download: "stopped",
    files: "deny",
  });
});

test("both shells refuse the ways out of one list: whatever is locked here stands on it, and all of it is locked", () => {
  const doors = new Set<string>();
  /** Notes every setter, event and command that it is told. */
  const noting = (special: object = {}): object =>
    new Proxy(special, {
      get: (target, name: string) =>
        name in target
          ? Reflect.get(target, name)
          : (...given: readonly unknown[]) => {
              doors.add(name === "on" ? String(given[0]) : name);
              return Promise.resolve();
            },
    });
  lockDownSession(noting({ webRequest: noting() }) as Session);
  const commands = { attach: () => {}, sendCommand: async (name: string) => void doors.add(name) };
  lockDownContents(noting({ debugger: commands }) as WebContents);
  doors.delete("Page.enable");

  const listed = escapeVectors.flatMap(({ electron }) => electron);
  expect([...doors].sort()).toEqual([...listed].sort());
});
