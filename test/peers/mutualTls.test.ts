/** The way to the upstream over real TLS: who is believed by whom, and what has left when it comes to nothing. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createNodeUpstream } from "../../device/adapters/node/nodeUpstream.ts";
import type { TlsFiles } from "../../device/adapters/node/tlsFiles.ts";
import { err } from "../../device/base/result.ts";
import { paths } from "../../device/contract/upstream.ts";
import { createUpstreamClient } from "../../device/upstream/client.ts";
import { anExchange, describeUpstream } from "../support/describeUpstream.ts";
import { createManualClock } from "../support/manualClock.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import { type Authority, type Certified, createAuthority, tlsFilesOf } from "../upstream/certificates.ts";
import { startUpstream } from "../upstream/server.ts";
import { createTestTerminal, identity, payloadOf } from "../upstream/testTerminal.ts";

const dir = mkdtempSync(join(tmpdir(), "jiebang-tls-"));
afterAll(() => rmSync(dir, { recursive: true }));

let authority: Authority;
let strangers: Authority;
let server: Certified;
let client: Certified;
/** What a terminal is configured with where all is well. */
let ours: TlsFiles;

beforeAll(async () => {
  authority = await createAuthority(dir, "ca");
  strangers = await createAuthority(dir, "strangers");
  server = await authority.certify("server");
  client = await authority.certify("client");
  ours = { caFile: authority.certFile, ...client };
});

const certificateRefused = (reason: string) => err({ code: "upstream/certificate-refused", reason });
const clientRefused = err({ code: "upstream/client-certificate-refused" });
const handshakeFailed = err({ code: "upstream/handshake-failed" });
const noAnswer = err({ code: "upstream/no-answer" });

const pem = ({ certFile, keyFile }: Certified) => ({ cert: readFileSync(certFile), key: readFileSync(keyFile) });

/** Wants a certificate of our authority, unless told otherwise; `served` are the requests that it read. */
async function startServer(options: { answer?: RequestListener; shows?: Certified; tls?: TlsOptions } = {}) {
  const served: string[] = [];
  const wanted = { requestCert: true, rejectUnauthorized: true, ca: readFileSync(authority.certFile) };
  const https = createServer({ ...pem(options.shows ?? server), ...wanted, ...options.tls }, (request, response) => {
    served.push(`${request.method} ${request.url}`);
    if (options.answer) options.answer(request, response);
    else response.end("here");
  });
  let connections = 0;
  https.on("secureConnection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => https.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      https.close(() => resolve());
      https.closeAllConnections();
    });
  onTestFinished(close);
  const baseUrl = `https://127.0.0.1:${(https.address() as AddressInfo).port}`;
  return { baseUrl, served, close, connections: () => connections };
}

function upstreamAt(baseUrl: string, tls: TlsFiles = ours) {
  return createNodeUpstream({ baseUrl, tls, clock: createNodeClock() });
}

/** What came of one exchange, and what the server read of it. */
async function exchangeWith(options: Parameters<typeof startServer>[0] & { files?: TlsFiles }) {
  const { baseUrl, served } = await startServer(options);
  const answer = await upstreamAt(baseUrl, options.files).exchange(anExchange);
  return { answer: answer.ok ? Buffer.from(answer.value.body).toString() : answer, served };
}

describeUpstream("mutual TLS", async () => ({
  answering: async ({ status, contentType, retryAfter, body }) => {
    const { baseUrl } = await startServer({
      answer: (_, response) =>
        response.writeHead(status, { "content-type": contentType, "retry-after": retryAfter ?? "" }).end(body),
    });
    return upstreamAt(baseUrl);
  },
  absent: async () => {
    const { baseUrl, close } = await startServer();
    await close();
    return upstreamAt(baseUrl);
  },
  breakingOff: async () => {
    const { baseUrl } = await startServer({
      answer: (request) => request.on("end", () => request.socket.destroy()).resume(),
    });
    return upstreamAt(baseUrl);
  },
}));

describe.each(["TLSv1.2", "TLSv1.3"] as const)("Over %s", (version) => {
  const tls = { minVersion: version, maxVersion: version };

  test("with our certificate and the pinned CA the request is served", async () => {
    expect(await exchangeWith({ tls })).toEqual({ answer: "here", served: ["POST /v1/unbind-requests"] });
  });

  test("a server that wants no certificate is content with the pinned CA alone", async () => {
    const told = await exchangeWith({ tls: { ...tls, requestCert: false }, files: { caFile: authority.certFile } });

    expect(told).toEqual({ answer: "here", served: ["POST /v1/unbind-requests"] });
  });

  test("a server whose certificate has expired, is for another host, is its own or a stranger's reads nothing", async () => {
    const expired = await authority.certify("expired-server", { days: -1 });
    const elsewhere = await authority.certify("elsewhere", { address: "upstream.example" });
    const strange = await strangers.certify("strange-server");
    const told = [];
    for (const shows of [expired, elsewhere, strangers, strange]) told.push(await exchangeWith({ shows, tls }));

    expect(told).toEqual(
      ["expired", "wrong-host", "not-trusted", "not-trusted"].map((reason) => ({
        answer: certificateRefused(reason),
        served: [],
      })),
    );
  });

  test("without a pinned CA a private one is not believed, whatever the environment says", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });

    expect(await exchangeWith({ tls, files: client })).toEqual({
      answer: certificateRefused("not-trusted"),
      served: [],
    });
  });
});

test("a server that wants a certificate which we do not have, or an expired or a stranger's, reads nothing", async () => {
  const caFile = authority.certFile;
  const expired = await authority.certify("expired-client", { days: -1 });
  const strange = await strangers.certify("strange-client");
  const told = [];
  for (const files of [{ caFile }, { caFile, ...expired }, { caFile, ...strange }])
    told.push(await exchangeWith({ files }));

  expect(told).toEqual(Array(3).fill({ answer: clientRefused, served: [] }));
});

test("over TLS 1.2 a server says neither that it wants a certificate nor which; nothing was sent all the same", async () => {
  const files = { caFile: authority.certFile };

  expect(await exchangeWith({ files, tls: { maxVersion: "TLSv1.2" } })).toEqual({
    answer: handshakeFailed,
    served: [],
  });
});

test("a server with nothing newer than TLS 1.1 is not spoken to", async () => {
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;

  expect(await exchangeWith({ tls: old })).toEqual({ answer: handshakeFailed, served: [] });
});

test("exchanges in turn share a connection, and its handshake", async () => {
  const { baseUrl, connections } = await startServer();
  const upstream = upstreamAt(baseUrl);

  for (let turn = 0; turn < 3; turn += 1) await upstream.exchange(anExchange);

  expect(connections()).toBe(1);
});

test("a certificate that was renewed on the disk counts without a restart", async () => {
  const { baseUrl } = await startServer();
  const certFile = join(dir, "renewed.pem");
  writeFileSync(certFile, "being written");
  const upstream = upstreamAt(baseUrl, { ...ours, certFile });

  const before = await upstream.exchange(anExchange);
  writeFileSync(certFile, readFileSync(client.certFile));
  const after = await upstream.exchange(anExchange);

  expect([before, after.ok]).toEqual([err({ code: "tls/file-damaged", file: "certFile" }), true]);
});

describe("Once the request has left", () => {
  test("a reset before and in the middle of the answer is no answer", async () => {
    const before = await exchangeWith({ answer: (request) => request.socket.destroy() });
    const within = await exchangeWith({
      answer: (request, response) => {
        response.writeHead(200, { "content-length": "100" }).write("half", () => request.socket.destroy());
      },
    });

    expect([before.answer, within.answer]).toEqual([noAnswer, noAnswer]);
  });

  test("a kept connection that breaks under a request is no answer, never unreachable", async () => {
    let asked = 0;
    const { baseUrl } = await startServer({
      answer: (request, response) => (asked++ === 0 ? response.end() : request.socket.destroy()),
    });
    const upstream = upstreamAt(baseUrl);
    await upstream.exchange(anExchange);

    expect(await upstream.exchange(anExchange)).toEqual(noAnswer);
  });

  test("a body without end is refused at the bound", async () => {
    const { answer } = await exchangeWith({
      answer: (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write("x".repeat(10_000)));
          if (!response.destroyed) response.once("drain", more);
        };
        more();
      },
    });

    expect(answer).toEqual(err({ code: "upstream/answer-too-large" }));
  });

  test("headers that trickle in are given up at the deadline", async () => {
    const clock = createManualClock();
    const { baseUrl } = await startServer({
      tls: { requestCert: false },
      answer: (request) => {
        request.socket.write("HTTP/1.1 200 OK\r\ncontent-");
        request.socket.write("le", () => clock.advance(10_000));
      },
    });

    const answer = await createNodeUpstream({ baseUrl, tls: { caFile: authority.certFile }, clock }).exchange(
      anExchange,
    );

    expect({ answer, timers: clock.pending() }).toEqual({ answer: noAnswer, timers: 0 });
  });
});

describe("Before another maker's server", () => {
  const get = { ...anExchange, method: "GET", path: "/" } as const;

  /** openssl's own server; it ends a handshake itself that it does not like, and answers any GET with a page. */
  async function startOpenssl(...further: string[]): Promise<string> {
    const shown = ["-cert", server.certFile, "-key", server.keyFile, "-CAfile", authority.certFile];
    const strict = ["-Verify", "1", "-verify_return_error", "-www"];
    const openssl = spawn("openssl", ["s_server", "-accept", "127.0.0.1:0", ...shown, ...strict, ...further], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    onTestFinished(() => {
      openssl.kill();
    });
    return `https://127.0.0.1:${await portOf(openssl)}`;
  }

  function portOf(openssl: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      let said = "";
      openssl.stdout?.on("data", (chunk) => {
        said += chunk;
        const port = /^ACCEPT \S*:(\d+)$/m.exec(said)?.[1];
        if (port) resolve(port);
      });
      openssl.once("exit", () => reject(new Error("openssl s_server ended")));
    });
  }

  const outcome = async (baseUrl: string, files: TlsFiles) => {
    const answer = await upstreamAt(baseUrl, files).exchange(get);
    return answer.ok ? answer.value.status : answer;
  };

  test.each(["-tls1_3", "-tls1_2"])(
    "%s: ours is taken, an expired one and a stranger's are refused",
    async (version) => {
      const baseUrl = await startOpenssl(version);
      const expired = await authority.certify("expired", { days: -1 });
      const strange = await strangers.certify("strange");
      const told = [];
      for (const ownFiles of [client, expired, strange]) told.push(await outcome(baseUrl, { ...ours, ...ownFiles }));

      expect(told).toEqual([200, clientRefused, clientRefused]);
    },
  );

  test("one that sends no tickets, and so never shows that it took ours, is asked after a while", async () => {
    const baseUrl = await startOpenssl("-tls1_3", "-num_tickets", "0");

    expect(await outcome(baseUrl, ours)).toBe(200);
  });

  test("one that only speaks TLS 1.1 is not spoken to", async () => {
    const baseUrl = await startOpenssl("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0");

    expect(await outcome(baseUrl, ours)).toEqual(handshakeFailed);
  });
});

describe("The reference upstream over mutual TLS", () => {
  async function startReference() {
    const stateDir = await makeScratchDir();
    const upstream = await startUpstream({ stateDir, tls: true, reviewMs: "manual" });
    onTestFinished(() => upstream.close());
    if (!upstream.tls) throw new Error("started without TLS");
    const files = tlsFilesOf(upstream.tls);
    const clientWith = (tls: TlsFiles) =>
      createUpstreamClient({ upstream: upstreamAt(upstream.baseUrl, tls), clock: createNodeClock() });
    return { upstream, files, clientWith };
  }

  test("a terminal enrols its key and reads its binding", async () => {
    const { upstream, files, clientWith } = await startReference();
    await upstream.operator.registerTerminal(identity);
    const { code } = await upstream.operator.issueCode({ sn: identity.sn });
    const handle = () => Promise.reject(new Error("the real client speaks, not the test's"));
    const terminal = await createTestTerminal({
      handle,
      clock: createNodeClock(),
      audience: upstream.baseUrl,
      agreementKey: upstream.agreementJwk,
    });
    const client = clientWith(files);

    const enrolled = await client.enrol(await terminal.introduction(code));
    const authorisation = await terminal.queryHeader(paths.bindings(identity.sn));
    const read = await client.readBindings(identity.sn, authorisation.replace("JWS ", ""));

    const snsOf = (bindings: readonly string[]) => bindings.map((jws) => payloadOf<{ sn: string }>(jws).sn);
    expect([enrolled.ok && snsOf(enrolled.value.value), read.ok && snsOf(read.value.value.bindings)]).toEqual([
      [identity.sn],
      [identity.sn],
    ]);
  });

  test("a terminal without a certificate hears that one is wanted, and one that pinned another CA says so", async () => {
    const { files, clientWith } = await startReference();
    const told = [];
    for (const tls of [{ caFile: files.caFile }, { ...files, caFile: strangers.certFile }])
      told.push(await clientWith(tls).health());

    const unanswered = { definite: false, status: null, retryAfterMs: null };
    expect(told).toEqual([
      err({ code: "upstream/client-certificate-refused", ...unanswered }),
      err({ code: "upstream/certificate-refused", reason: "not-trusted", ...unanswered }),
    ]);
  });
});
