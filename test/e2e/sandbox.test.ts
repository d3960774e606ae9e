/** What the page cannot do in the real window, and that the window covers the whole screen. */

import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { KioskDriver } from "../support/kioskDriver.ts";
import { listWindows } from "../support/xWindows.ts";
import { landscape, portrait, type Stage, setStage } from "./stage.ts";

const waiting = { timeout: 10_000, interval: 50 };

describe("the page", () => {
  let stage: Stage;
  let kiosk: KioskDriver;
  beforeAll(async () => {
    stage = await setStage();
    kiosk = await stage.start();
    await kiosk.screen("home");
  });
  afterAll(() => stage?.close());

  test("Its process is nobody's who may do anything, behind a system call filter", async () => {
    const pid = await kiosk.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return window?.webContents.getOSProcessId() ?? 0;
    });

    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const value = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)?.[1];
    expect({
      isRoot: value("Uid") === "0",
      capabilities: value("CapEff"),
      seccomp: value("Seccomp"),
      noNewPrivs: value("NoNewPrivs"),
    }).toEqual({ isRoot: false, capabilities: "0000000000000000", seccomp: "2", noNewPrivs: "1" });
  });

  test("Its preload is sandboxed and isolated, and leaves nothing of Node or Electron in the page", async () => {
    const preferences = await kiosk.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      // Electron tells the preferences in force, but its types do not know it.
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Electron.WebPreferences };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity };
    });
    const found = await kiosk.page.evaluate(() => ({
      globals: ["require", "process", "module", "Buffer", "global", "ipcRenderer"].filter((name) => name in window),
      host: Object.keys(window.kioskHost ?? {}).sort(),
    }));

    expect({ preferences, found }).toEqual({
      preferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
      },
      found: { globals: [], host: ["listen", "order", "snapshot"] },
    });
  });

  test("It runs no code but its own", async () => {
    // In a turn of its own: what a debugger evaluates may use eval, whatever the policy says.
    const ran = await kiosk.page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          setTimeout(() => {
            const ran: string[] = [];
            Object.assign(window, { note: (name: string) => ran.push(name) });
            const attempt = (work: () => unknown) => {
              try {
                work();
              } catch {
                // Refused, as it should be.
              }
            };
            const script = (change: (element: HTMLScriptElement) => void) =>
              attempt(() => {
                const element = document.createElement("script");
                change(element);
                document.body.append(element);
              });
            // biome-ignore lint/security/noGlobalEval: the page must not be able to.
            attempt(() => eval("note('eval')"));
            attempt(() => new Function("note('Function')")());
            attempt(() => setTimeout("note('text in a timer')"));
            script((element) => element.append("note('inline script')"));
            script((element) => {
              element.src = "data:text/javascript,note('script in a URL')";
            });
            attempt(() => {
              document.body.insertAdjacentHTML("beforeend", "<img src='x:' onerror=note('markup')>");
            });
            attempt(() => {
              const button = document.createElement("button");
              button.setAttribute("onclick", "note('attribute')");
              button.click();
            });
            setTimeout(() => resolve(ran), 300);
          });
        }),
    );

    expect(ran).toEqual([]);
  });

  test("It reaches nobody, while the terminal itself does", async () => {
    const { upstream } = stage.surroundings;
    const answers = await kiosk.page.evaluate(async (url) => {
      const place = <Element extends HTMLElement>(element: Element, change: Partial<Element>) =>
        new Promise((_resolve, reject) => {
          element.addEventListener("error", reject);
          document.body.append(Object.assign(element, change));
          element.addEventListener("load", reject);
        });
      const connect = (connection: EventTarget) =>
        new Promise((resolve, reject) => {
          connection.addEventListener("open", resolve);
          connection.addEventListener("error", reject);
        });
      const attempts = [
        fetch(url, { mode: "no-cors" }),
        fetch("file:///etc/passwd"),
        connect(new EventSource(url)),
        Promise.resolve().then(() => connect(new WebSocket(url.replace("http", "ws")))),
        place(new Image(), { src: url }),
        place(document.createElement("link"), { rel: "stylesheet", href: url }),
      ];
      navigator.sendBeacon(url, "x");
      const outcomes = await Promise.allSettled(attempts);
      return outcomes.filter(({ status }) => status === "fulfilled").length;
    }, `${upstream.baseUrl}/from-the-page`);
    await kiosk.app.evaluate(async ({ BrowserWindow }, base) => {
      const frame = `Object.assign(document.createElement("iframe"), { src: "${base}/from-a-frame" })`;
      const placed = `new Promise((resolve) => { document.body.append(${frame}); setTimeout(resolve, 300); })`;
      // Not by the driver: it takes the end of a refused frame for the end of the page.
      await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(placed);
      await fetch(`${base}/from-the-terminal`);
    }, upstream.baseUrl);

    const arrived = (await upstream.operator.log()).map(({ path }) => path).filter((path) => path.startsWith("/from"));
    expect({ answers, arrived }).toEqual({ answers: 0, arrived: ["/from-the-terminal"] });
  });

  test("It stays where it is, alone, and opens no dialog of the system", async () => {
    await kiosk.app.evaluate(({ BrowserWindow }) => {
      const opened: string[] = [];
      const [window] = BrowserWindow.getAllWindows();
      window?.webContents.debugger.on("message", (_event, method) => {
        if (method === "Page.fileChooserOpened") opened.push(method);
      });
      Object.assign(globalThis, { fileChoosersHeldBack: opened });
    });
    const found = await kiosk.page.evaluate(() => {
      const link = Object.assign(document.createElement("a"), { href: "https://example.com/", target: "_blank" });
      document.body.append(link);
      link.click();
      const opened = window.open("https://example.com/") !== null;
      location.href = "file:///etc/passwd";
      location.assign("https://example.com/");
      const names = ["print", "close", "EyeDropper", "showOpenFilePicker", "showSaveFilePicker", "showDirectoryPicker"];
      const callable = names.filter((name) => Reflect.get(window, name) !== undefined);
      const file = Object.assign(document.createElement("input"), { type: "file", id: "file" });
      file.style.cssText = "position: fixed; z-index: 9; top: 0; left: 0; width: 200px; height: 60px";
      document.body.append(file);
      return { opened, callable };
    });
    // By a finger, because a page may only ask for files when it was touched.
    await kiosk.page.mouse.click(50, 30);

    const state = () =>
      kiosk.app.evaluate(({ BrowserWindow }) => ({
        windows: BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
        heldBack: Reflect.get(globalThis, "fileChoosersHeldBack"),
      }));
    await vi.waitFor(async () => expect((await state()).heldBack).not.toEqual([]), waiting);
    expect({ ...found, ...(await state()) }).toEqual({
      opened: false,
      callable: [],
      windows: ["app://kiosk/"],
      heldBack: ["Page.fileChooserOpened"],
    });
  });
});

describe("a page that tries to leave", () => {
  let stage: Stage;
  let kiosk: KioskDriver;
  beforeAll(async () => {
    stage = await setStage();
    kiosk = await stage.start();
    await kiosk.screen("home");
  });
  afterAll(() => stage?.close());

  const inPage = (script: string) =>
    kiosk.app.evaluate(
      ({ BrowserWindow }, text) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(text),
      script,
    );
  const titles = async () => (await listWindows(stage.displayName)).map(({ name }) => name);

  test("opens no print dialog, not even from a frame that its guards do not reach", async () => {
    const before = await titles();

    await inPage(`
      const frame = document.createElement("iframe");
      document.body.append(frame);
      frame.contentWindow.print();
      new Promise((resolve) => setTimeout(resolve, 1500));
    `);

    expect(await titles()).toEqual(before);
  });

  test("is back on its screen when it went to an empty page", async () => {
    await inPage('location.href = "about:blank"; 0');

    const shown = () => inPage('location.href + " " + document.querySelector("[data-screen]")?.dataset.screen');
    await vi.waitFor(async () => expect(await shown()).toBe("app://kiosk/ home"), waiting);
  });
});

test.each([
  { screen: portrait, windowManager: "matchbox" },
  { screen: landscape, windowManager: "matchbox" },
  { screen: landscape, windowManager: "none" },
] as const)(
  "The window covers a screen of $screen.width x $screen.height to the pixel; window manager: $windowManager",
  async ({ screen, windowManager }) => {
    const stage = await setStage({ screen, windowManager, config: { window: { kind: "kiosk" } } });
    onTestFinished(stage.close);
    const whole = { x: 0, y: 0, ...screen };

    const kiosk = await stage.start();
    await kiosk.screen("home");

    const covering = async () => (await listWindows(stage.displayName)).find(({ width }) => width > 100);
    // A window manager takes its time.
    await vi.waitFor(async () => expect(await covering()).toMatchObject(whole), waiting);
    const page = await kiosk.page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    expect(page).toEqual(screen);
  },
);
