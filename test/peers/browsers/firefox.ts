/** Debian's Firefox, driven over Marionette: lengths and JSON on a TCP connection, which it has built in. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, NoCamera } from "./browser.ts";

/** In centimetres, as WebDriver has it. */
const a4 = { width: 21, height: 29.7 } as const;

/** What is held before its camera in turn, over and over: PNGs, each of which fits into 640 by 480. */
type Held = { readonly pictures: readonly Uint8Array[] };

/** A camera that is there is one of its own making; without, it sees those of the machine, and a machine of tests has none. */
export async function openFirefox(camera: NoCamera | Held = "none"): Promise<Browser> {
  const port = await freePort();
  const profile = await mkdtemp(join(tmpdir(), "firefox-"));
  const preferences = {
    "marionette.port": port,
    "intl.accept_languages": "en-US",
    "media.navigator.streams.fake": camera !== "none",
    // 2: refused unasked.
    "permissions.default.camera": camera === "refused" ? 2 : 0,
    // Nobody is there to be asked.
    "media.navigator.permission.disabled": camera !== "refused",
  };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  await writeFile(join(profile, "user.js"), lines.join("\n"));
  const program = spawn("firefox-esr", ["--headless", "--marionette", "--no-remote", "--profile", profile], {
    stdio: "ignore",
    // Started by root it wants a home of its own.
    env: { ...process.env, HOME: profile },
  });
  const send = speak(await connected(port, program));
  await send("WebDriver:NewSession", {});
  const run: Browser["run"] = async (body, ...args) => {
    const script = `const [done, args] = [arguments[arguments.length - 1], [...arguments].slice(0, -1)];
      (async () => {}).constructor("...args", ${JSON.stringify(body)})(...args).then(done, (error) => done({ thrown: String(error) }));`;
    const { value } = (await send("WebDriver:ExecuteAsyncScript", { script, args })) as { readonly value: unknown };
    if (typeof value === "object" && value !== null && "thrown" in value) throw new Error(String(value.thrown));
    return value;
  };
  return {
    open: async (file, fragment = "") => {
      // Two addresses that differ in their fragments alone are one page to a browser.
      await send("WebDriver:Navigate", { url: "about:blank" });
      await send("WebDriver:Navigate", { url: pathToFileURL(file).href + (fragment && `#${fragment}`) });
      if (typeof camera === "string") return;
      await run(heldBeforeTheCamera, ...camera.pictures.map((png) => Buffer.from(png).toString("base64")));
    },
    run,
    print: async () => {
      const { value } = (await send("WebDriver:Print", { page: a4 })) as { readonly value: string };
      return Buffer.from(value, "base64");
    },
    close: async () => {
      await send("Marionette:Quit", { flags: ["eForceQuit"] });
      if (program.exitCode === null) await once(program, "exit");
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/**
 * It takes no film for its camera, as Chromium does: the page asks for the camera and gets it, and then sees a canvas in the
 * place of what that one shows. A quarter of a second for each picture, so that a slow machine sees every one in a few rounds.
 */
const heldBeforeTheCamera = `
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const pictures = await Promise.all(args.map((png) => createImageBitmap(new Blob([bytesOf(png)], { type: "image/png" }))));
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const paper = canvas.getContext("2d");
  let shown = 0;
  setInterval(() => {
    const picture = pictures[shown++ % pictures.length];
    paper.fillStyle = "white";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, (canvas.width - picture.width) / 2, (canvas.height - picture.height) / 2);
  }, 250);
  const { mediaDevices } = navigator;
  const camera = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    for (const track of (await camera(wanted)).getTracks()) track.stop();
    return canvas.captureStream();
  };
  return null;
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Once it listens; it takes seconds to get there. */
async function connected(port: number, program: ChildProcess): Promise<Socket> {
  while (program.exitCode === null) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return socket;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`firefox-esr ended with ${program.exitCode}`);
}

/** Commands in turn: [0, id, name, parameters] out, [1, id, error, result] back, each after its length and a colon. */
function speak(socket: Socket) {
  const waiting = new Map<number, (answer: readonly [error: unknown, result: unknown]) => void>();
  let buffer = Buffer.alloc(0);
  let id = 0;
  socket.on("data", (bytes) => {
    buffer = Buffer.concat([buffer, bytes]);
    for (;;) {
      const colon = buffer.indexOf(":");
      const length = Number(buffer.subarray(0, Math.max(0, colon)).toString());
      if (colon < 0 || buffer.length < colon + 1 + length) return;
      const message: unknown = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString());
      buffer = buffer.subarray(colon + 1 + length);
      if (!Array.isArray(message)) continue;
      const [, answered, error, result] = message;
      waiting.get(answered)?.([error, result]);
    }
  });
  return (name: string, parameters: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const number = ++id;
      waiting.set(number, ([error, result]) => (error ? reject(new Error(JSON.stringify(error))) : resolve(result)));
      const text = JSON.stringify([0, number, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
