/** Debian's Chromium, driven over its own protocol. */

import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import type { Browser, NoCamera } from "./browser.ts";

export type ChromiumBrowser = Browser & {
  /** Ends the process that holds the camera: to the page it is a plug that is pulled. */
  takeCameraAway(): Promise<void>;
};

/** What stands before its camera: a film, in a file of YUV4MPEG2. */
type Filmed = { readonly film: string };

export async function openChromium(camera: NoCamera | Filmed = "none"): Promise<ChromiumBrowser> {
  // The tests may be root's, and Chromium's sandbox refuses root.
  const args = ["--no-sandbox", ...cameraArguments(camera)];
  // How long a test may take, its runner says: a busy machine is no fault of the page.
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args, timeout: 0 });
  const page = await browser.newPage({ locale: "en-US" });
  page.setDefaultTimeout(0);
  return {
    open: async (file, fragment = "") => {
      // Two addresses that differ in their fragments alone are one page to a browser.
      await page.goto("about:blank");
      await page.goto(pathToFileURL(file).href + (fragment && `#${fragment}`));
    },
    run: (body, ...args) =>
      page.evaluate(
        ([source, given]) => {
          const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
          return AsyncFunction("...args", source)(...given);
        },
        [body, args] as const,
      ),
    print: () => page.pdf({ format: "A4" }),
    close: () => browser.close(),
    takeCameraAway: async () => {
      const session = await browser.newBrowserCDPSession();
      const { processInfo } = await session.send("SystemInfo.getProcessInfo");
      const holder = processInfo.find(({ type }) => type.startsWith("video_capture."));
      if (!holder) throw new Error("no process holds a camera");
      process.kill(holder.id);
    },
  };
}

function cameraArguments(camera: NoCamera | Filmed): readonly string[] {
  const device = "--use-fake-device-for-media-stream";
  const answer = "--use-fake-ui-for-media-stream";
  if (camera === "none") return [answer, `${device}=device-count=0`];
  if (camera === "refused") return [`${answer}=deny`, device];
  return [answer, device, `--use-file-for-fake-video-capture=${camera.film}`];
}
