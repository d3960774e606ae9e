/** The ports on Android, against the real Java of the platform's half, which runs on a desktop JVM here. */

import { scryptSync } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createEvidenceStore } from "../../device/adapters/common/evidenceStore.ts";
import { createMerchantStore } from "../../device/adapters/common/merchantStore.ts";
import { createOfflineSecret } from "../../device/adapters/common/offlineSecret.ts";
import { createProfileStore } from "../../device/adapters/common/profileStore.ts";
import { createRemovableMedia } from "../../device/adapters/common/removableMedia.ts";
import { createScriptHash } from "../../device/adapters/common/scriptHash.ts";
import { createStateCounter } from "../../device/adapters/common/stateCounter.ts";
import { createWebClock } from "../../device/adapters/common/webClock.ts";
import { createWebRandom } from "../../device/adapters/common/webRandom.ts";
import { createAndroidJournalFile } from "../../device/adapters/webview/androidJournalFile.ts";
import { createAndroidKeyWrapping } from "../../device/adapters/webview/androidKeyWrapping.ts";
import { createAndroidLog } from "../../device/adapters/webview/androidLog.ts";
import { createAndroidPinVault } from "../../device/adapters/webview/androidPinVault.ts";
import { createAndroidSigner } from "../../device/adapters/webview/androidSigner.ts";
import { createAndroidStateFiles } from "../../device/adapters/webview/androidStateFiles.ts";
import { createAndroidTerminal } from "../../device/adapters/webview/androidTerminal.ts";
import { createAndroidUpstream } from "../../device/adapters/webview/androidUpstream.ts";
import type { Bridge } from "../../device/adapters/webview/bridge.ts";
import { base64url, utf8 } from "../../device/base/bytes.ts";
import { maxBridgeText } from "../../device/contract/bridge.ts";
import { createPlatformTerminal } from "../../device/link/platform/terminal.ts";
import { type AndroidHost, startAndroidHost } from "../support/androidHost.ts";
import { describeJournalFile } from "../support/describeJournalFile.ts";
import { describeMerchantStore } from "../support/describeMerchantStore.ts";
import { describeOfflineSecret } from "../support/describeOfflineSecret.ts";
import { describePinVault } from "../support/describePinVault.ts";
import { describeProfileStore } from "../support/describeProfileStore.ts";
import { describeRemovableMedia } from "../support/describeRemovableMedia.ts";
import { describeSigner } from "../support/describeSigner.ts";
import { describeUpstream } from "../support/describeUpstream.ts";
import { describeWithJdk } from "../support/describeWithJdk.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

const audience = "https://provider.example";
const hash = createScriptHash();
const clock = createWebClock();
const random = createWebRandom();

/** A folder with one process on it; every `restart` is a new page, and every third of them a new process as well. */
async function prepareHost() {
  const dir = await makeScratchDir();
  let host: AndroidHost | null = null;
  let restarts = 0;
  onTestFinished(() => host?.kill());
  const restart = async (): Promise<Bridge> => {
    restarts += 1;
    if (restarts % 3 === 0) await host?.kill();
    if (host === null || restarts % 3 === 0) host = startAndroidHost(dir);
    return host.bridge();
  };
  return { dir, restart, host: () => host };
}

/** Adapters that hold on to a page of before must still answer: each is made once for one page. */
const startOf =
  <T>(make: (bridge: Bridge) => T) =>
  async () => {
    const { restart } = await prepareHost();
    return { start: async () => make(await restart()) };
  };

describeWithJdk("the platform's half in Java", () => {
  describeJournalFile("the journal on Android", async () => {
    const { restart, host } = await prepareHost();
    return {
      start: async () => createAndroidJournalFile(await restart()),
      fillTheDisk: () => void host()?.order("fail write half No space left on device"),
    };
  });
  test("what is written to a journal that somebody removed while it was open is not said to be kept", async () => {
    const { dir, restart } = await prepareHost();
    const journal = createAndroidJournalFile(await restart());
    await journal.read();
    await journal.append(utf8("kept\n"));
    await rm(join(dir, "state"), { recursive: true });

    expect([await journal.append(utf8("lost\n")), (await journal.append(utf8("later\n"))).ok]).toEqual([
      { ok: false, error: { code: "journal/gone" } },
      false,
    ]);
  });

  describeMerchantStore(
    "the store on Android",
    startOf((bridge) => createMerchantStore({ files: createAndroidStateFiles(bridge, "state") })),
  );
  describeProfileStore(
    "the profiles on Android",
    startOf((bridge) => createProfileStore({ files: createAndroidStateFiles(bridge, "state") })),
  );
  describePinVault(
    "the vault on Android",
    startOf((bridge) => createAndroidPinVault({ bridge, hash, random, cost: { n: 16, r: 1, p: 1 } })),
  );

  describeRemovableMedia("the stick on Android", async () => {
    const { dir, restart } = await prepareHost();
    const stick = join(dir, "stick");
    return {
      answers: createRemovableMedia({ folder: createAndroidStateFiles(await restart(), "stick") }),
      plugIn: () => mkdir(stick),
      pullOut: () => rm(stick, { recursive: true }),
      write: (name, text) => writeFile(join(stick, name), text),
      async list() {
        const names = await readdir(stick);
        const texts = await Promise.all(names.map((name) => readFile(join(stick, name), "utf8")));
        return Object.fromEntries(names.map((name, at) => [name, texts[at] ?? ""]));
      },
    };
  });

  describeUpstream("HTTP on Android", async () => {
    const upstreamAt = async (baseUrl: string) => {
      const { dir, restart } = await prepareHost();
      await mkdir(join(dir, "state"));
      await writeFile(join(dir, "state", "config.json"), JSON.stringify({ upstream: { baseUrl } }));
      return createAndroidUpstream({ bridge: await restart(), clock });
    };
    return {
      answering: async ({ status, contentType, retryAfter, body }) => {
        const { baseUrl } = await startServer((_, response) => {
          response.writeHead(status, { "content-type": contentType, "retry-after": retryAfter ?? "" });
          response.end(body);
        });
        return upstreamAt(baseUrl);
      },
      absent: async () => {
        const { baseUrl, close } = await startServer(() => undefined);
        await close();
        return upstreamAt(baseUrl);
      },
      breakingOff: async () => {
        const { baseUrl } = await startServer((request) => request.on("end", () => request.socket.destroy()).resume());
        return upstreamAt(baseUrl);
      },
    };
  });

  // Two pages at once there never are: what these ask of two starts, they ask of one page.
  const keptPage = <T>(make: (bridge: Bridge) => T) => {
    return async () => {
      const dir = await makeScratchDir();
      const host = startAndroidHost(dir);
      onTestFinished(() => host.kill());
      const bridge = await host.bridge();
      return { start: async () => make(bridge) };
    };
  };
  describeSigner(
    "the key on Android",
    keptPage((bridge) => createAndroidSigner({ bridge, hash, audience })),
  );
  describeOfflineSecret(
    "the secret on Android",
    keptPage((bridge) =>
      createOfflineSecret({
        files: createAndroidStateFiles(bridge, "state"),
        wrapping: createAndroidKeyWrapping(bridge),
        hash,
      }),
    ),
  );

  test("key, state counter and evidence are there after the process was killed", async () => {
    const { dir, restart, host } = await prepareHost();
    const partsOn = (bridge: Bridge) => ({
      signer: createAndroidSigner({ bridge, hash, audience }),
      counter: createStateCounter({
        files: createAndroidStateFiles(bridge, "state"),
        wrapping: createAndroidKeyWrapping(bridge),
      }),
      evidence: createEvidenceStore({
        files: createAndroidStateFiles(bridge, "evidence"),
        media: createRemovableMedia({ folder: createAndroidStateFiles(bridge, "stick") }),
      }),
    });
    const before = partsOn(await restart());
    const key = await before.signer.key();
    const nothing = await before.counter.read();
    await before.counter.keep("7 abc");
    const saved = await before.evidence.save("019b7c1e-5d2a-7c3e-9f10-0a1b2c3d4e5f", '{"终端":1}');
    await host()?.kill();
    const after = partsOn(await startAndroidHost(dir).bridge());

    expect({
      nothing,
      sameKey: JSON.stringify(await after.signer.key()) === JSON.stringify(key),
      counter: await after.counter.read(),
      evidence: saved.ok && (await readFile(saved.value.place, "utf8")),
    }).toEqual({
      nothing: { ok: true, value: null },
      sameKey: true,
      counter: { ok: true, value: "7 abc" },
      evidence: '{"终端":1}',
    });
  });

  test("a file of many pieces is there whole, or as it was before", async () => {
    const { dir, restart, host } = await prepareHost();
    const bytes = random.bytes(5_000_000);
    const files = createAndroidStateFiles(await restart(), "evidence");
    await files.replace("journal.jsonl", utf8("before"));
    await host()?.order("fail write half No space left on device");
    const failed = await files.replace("journal.jsonl", bytes).catch((refused: Error) => refused.message);
    const before = await readFile(join(dir, "evidence", "journal.jsonl"), "utf8");
    await files.replace("journal.jsonl", bytes);

    expect([
      failed,
      before,
      bytes.length,
      (await readFile(join(dir, "evidence", "journal.jsonl"))).equals(bytes),
    ]).toEqual(["ENOSPC", "before", 5_000_000, true]);
  });

  test("a key store that has lost the key is told as that, and no other key is made in its place", async () => {
    const { dir, restart } = await prepareHost();
    await createAndroidSigner({ bridge: await restart(), hash, audience }).key();
    await rm(join(dir, "keys"), { recursive: true });
    const signer = createAndroidSigner({ bridge: await restart(), hash, audience });

    expect([await signer.key(), await signer.sign(utf8("unbind")), existsSync(join(dir, "keys"))]).toEqual([
      { ok: false, error: { code: "signer/key-gone", reason: "key-gone" } },
      { ok: false, error: { code: "signer/key-gone", reason: "key-gone" } },
      false,
    ]);
  });

  const wrong: Readonly<Record<string, { readonly text: string; readonly said: object }>> = {
    "no JSON": { text: "{", said: { fault: "bridge/malformed" } },
    "a member twice": { text: '{"id":1,"id":1}', said: { fault: "bridge/malformed" } },
    "nested without end": { text: "[".repeat(100_000), said: { fault: "bridge/malformed" } },
    "no number": { text: '{"port":"log","method":"write","given":{}}', said: { fault: "bridge/malformed" } },
    "out of its turn": {
      text: '{"id":2,"port":"log","method":"write","given":{}}',
      said: { fault: "bridge/out-of-order" },
    },
    "too large": { text: `"${"x".repeat(maxBridgeText)}"`, said: { fault: "bridge/too-large" } },
    "for an unknown port": {
      text: '{"id":1,"port":"shell","method":"run","given":{}}',
      said: { id: 1, ok: false, error: { code: "bridge/unknown-port" } },
    },
    "for an unknown method": {
      text: '{"id":1,"port":"journal","method":"burn","given":{}}',
      said: { id: 1, ok: false, error: { code: "bridge/unknown-method" } },
    },
    "with bytes that are none": {
      text: '{"id":1,"port":"journal","method":"append","given":{"bytes":"A=="}}',
      said: { id: 1, ok: false, error: { code: "bridge/malformed" } },
    },
    "for a file outside of its folder": {
      text: '{"id":1,"port":"files","method":"read","given":{"folder":"state","name":"../keys/private","maxBytes":9}}',
      said: { id: 1, ok: false, error: { code: "bridge/malformed" } },
    },
    "for a folder that is none": {
      text: '{"id":1,"port":"files","method":"read","given":{"folder":"/etc","name":"passwd","maxBytes":9}}',
      said: { id: 1, ok: false, error: { code: "bridge/malformed" } },
    },
  };

  test.each(Object.entries(wrong))(
    "a text that is wrong is refused, and does nothing: %s",
    async (_, { text, said }) => {
      const { host, dir } = await prepareChannel();
      const channel = await host.connect();
      const answer = new Promise<string>((resolve) => channel.listen((one) => resolve(String(one))));
      channel.post(text);

      expect([JSON.parse(await answer), existsSync(join(dir, "state"))]).toEqual([said, false]);
    },
  );

  async function prepareChannel() {
    const dir = await makeScratchDir();
    const host = startAndroidHost(dir);
    onTestFinished(() => host.kill());
    return { host, dir };
  }

  test("a note is a line of the log, whatever its facts hold", async () => {
    const { dir, restart } = await prepareHost();
    const bridge = await restart();
    createAndroidLog({ bridge, clock }).note("link/closed", { path: '/dev/ttyS0\n{"code":"forged"}', tries: 3 });
    // One port, one thread: the second line is written after the first.
    await bridge.call("log", "write", { line: "{}" });

    const lines = (await readFile(join(dir, "state", "log.jsonl"), "utf8")).trimEnd().split("\n");

    const { code, path, tries } = JSON.parse(lines[0] ?? "");
    expect([lines.length, code, path, tries]).toEqual([2, "link/closed", '/dev/ttyS0\n{"code":"forged"}', 3]);
  });

  /** Answers of Android and of a maker's library, as orders to the host; and what the terminal is said to be by them. */
  async function readPlatform(orders: readonly string[]) {
    const { restart, host } = await prepareHost();
    const terminal = createPlatformTerminal(createAndroidTerminal(await restart()));
    for (const order of orders) await host()?.order(`terminal ${order}`);
    const [identity, status] = [await terminal.readIdentity(), await terminal.readStatus()];
    if (!identity.ok || !status.ok) throw new Error("the platform did not answer");
    return { identity: identity.value, status: status.value };
  }

  test.each<[string, readonly string[], readonly string[]]>([
    ["of Android 6", ["serial PB04187E41220", "imei 490154203237518"], ["android-serial", "android-imei"]],
    ["of Android 10, whose owner the app is not", ["api 29", "serial unknown", "imei"], ["hidden", "hidden"]],
    ["that refuses the owner of the permission", ["phone granted", "serial !", "imei !"], ["hidden", "hidden"]],
    ["after the permission was taken away", ["serial !", "imei !"], ["permission-denied", "permission-denied"]],
    [
      "of an image that nobody filled in",
      ["serial 0123456789ABCDEF", "imei 000000000000000"],
      ["placeholder", "placeholder"],
    ],
    [
      "with the maker's library",
      ["api 29", "serial unknown", "imei", "sdk yes", "sdkSerial P2A2041007315"],
      ["vendor-sdk", "hidden"],
    ],
  ])("who the terminal is by a platform %s", async (_, orders, expected) => {
    const { sn, imei } = (await readPlatform(orders)).identity;

    expect([sn, imei].map((read) => (read.status === "read" ? read.source : read.problem))).toEqual(expected);
  });

  test("how the terminal is, each fact by whoever knows it", async () => {
    const { status } = await readPlatform([
      "sdk yes",
      "printer 1",
      "opened yes",
      "battery mains 81",
      "signal -71",
      "registered true",
    ]);

    expect(status).toEqual({
      battery: { status: "read", power: "mains", percent: 81 },
      signal: { status: "read", dbm: -71 },
      registration: { status: "read", registered: true },
      tamper: "tripped",
      printer: "no_paper",
    });
  });

  test("scrypt gives what RFC 7914 section 12 says", async () => {
    const { restart } = await prepareHost();
    const bridge = await restart();
    const derive = (secret: string, salt: string, n: number, r: number, p: number) =>
      bridge.call("scrypt", "derive", { secret: base64url(utf8(secret)), salt: base64url(utf8(salt)), n, r, p });

    const derived = await derive("pleaseletmein", "SodiumChloride", 16384, 8, 1);
    const threeBlocks = await derive("739154", "salt", 32, 2, 3);

    expect([derived, threeBlocks].map((one) => one.ok && Buffer.from(one.value, "base64url").toString("hex"))).toEqual([
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2",
      scryptSync("739154", "salt", 32, { N: 32, r: 2, p: 3 }).toString("hex"),
    ]);
  });
});

async function startServer(listener: RequestListener) {
  const server = createServer(listener);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { close, baseUrl: `http://127.0.0.1:${port}` };
}
