/** Fingers and eyes for the kiosk in a real window: taps what a person would tap, reads what stands on the screen. */

import { type ElectronApplication, _electron as electron, errors, type Locator, type Page } from "playwright-core";

/** The kiosk's page, in whatever shell. */
export type PageDriver = {
  readonly page: Page;
  /** Waits until one of these screens is up, and says which. */
  screen(...names: readonly string[]): Promise<string>;
  /** Waits until the unbind on the screen is in one of these states, and says which. */
  state(...names: readonly string[]): Promise<string>;
  /** Waits for the button to be there and enabled. */
  tap(action: string): Promise<void>;
  /** Taps the button where it is there; one that goes while the finger comes down is not waited for. */
  tapIfThere(action: string): Promise<void>;
  /** The text of a field, its lines joined by blanks; also of one that is folded away. */
  read(field: string): Promise<string>;
  field(name: string): Locator;
  typePin(pin: string): Promise<void>;
  /** Presses the button and keeps the finger on it. */
  hold(action: string, forMs: number): Promise<void>;
  /** Keeps the finger on the button until something has happened, however slow the machine. */
  holdUntil(action: string, happened: () => Promise<unknown>): Promise<void>;
  picture(path: string): Promise<void>;
};

export type KioskDriver = PageDriver & {
  readonly app: ElectronApplication;
  close(): Promise<void>;
  /** Ends every process of the kiosk at once, as a power cut does. Nothing happens when it has ended before. */
  kill(): Promise<void>;
};

export type DriverOptions = {
  readonly executable: string;
  readonly appDir: string;
  readonly configPath: string;
  readonly displayName: string | undefined;
  /** For Chromium; empty wherever its sandbox works. */
  readonly switches?: readonly string[];
};

const patienceMs = 30_000;

export async function driveKiosk(options: DriverOptions): Promise<KioskDriver> {
  const { executable, appDir, configPath, displayName, switches = [] } = options;
  const display = displayName === undefined ? {} : { DISPLAY: displayName };
  const app = await electron.launch({
    executablePath: executable,
    args: [...switches, appDir, `--config=${configPath}`],
    chromiumSandbox: switches.length === 0,
    env: { ...(process.env as Record<string, string>), ...display },
    timeout: patienceMs,
  });
  const page = await app.firstWindow({ timeout: patienceMs });
  const child = app.process();
  const ended = new Promise<void>((resolve) => app.once("close", () => resolve()));

  return {
    ...drivePage(page),
    app,
    close: () => app.close(),
    async kill() {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      // Playwright starts it as the head of a process group of its own.
      process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}

export function drivePage(page: Page): PageDriver {
  page.setDefaultTimeout(patienceMs);
  const action = (name: string) => page.locator(`[data-action="${name}"]`);
  const field = (name: string) => page.locator(`[data-field="${name}"]`).first();
  const oneOf = async (attribute: string, names: readonly string[]) => {
    const found = page.locator(names.map((name) => `[${attribute}="${name}"]`).join(", ")).first();
    await sayingWhatStands(page, found.waitFor());
    return (await found.getAttribute(attribute)) ?? "";
  };

  return {
    page,
    field,
    screen: (...names) => oneOf("data-screen", names),
    state: (...names) => oneOf("data-state", names),
    tap: (name) => sayingWhatStands(page, action(name).click()),
    async tapIfThere(name) {
      if (!(await action(name).isVisible())) return;
      try {
        await action(name).click({ timeout: 1_000 });
      } catch (thrown) {
        if (!(thrown instanceof errors.TimeoutError)) throw thrown;
      }
    },
    async read(name) {
      // What is folded away is not drawn, and has no lines.
      const text = await field(name).evaluate((element: HTMLElement) =>
        element.checkVisibility() ? element.innerText : (element.textContent ?? ""),
      );
      return text.replace(/\s+/g, " ").trim();
    },
    async typePin(pin) {
      for (const digit of pin) await action(`digit-${digit}`).click();
      await action("pin-submit").click();
    },
    async hold(name, forMs) {
      await action(name).hover();
      await page.mouse.down();
      await page.waitForTimeout(forMs);
      await page.mouse.up();
    },
    async holdUntil(name, happened) {
      await action(name).hover();
      await page.mouse.down();
      await happened();
      await page.mouse.up();
    },
    async picture(path) {
      await page.screenshot({ path });
    },
  };
}

/** Where a wait was in vain, what stands on the screen in the place of it is the first that anybody asks. */
async function sayingWhatStands(page: Page, wait: Promise<void>): Promise<void> {
  try {
    await wait;
  } catch (thrown) {
    if (!(thrown instanceof errors.TimeoutError)) throw thrown;
    // Where not even that is there, the wait that was in vain is what has to be told.
    const stands = await page
      .locator("#page")
      .innerText({ timeout: 1_000 })
      .catch(() => "nothing");
    throw new Error(`${thrown.message}\nOn the screen: ${stands.replace(/\s+/g, " ")}`);
  }
}
