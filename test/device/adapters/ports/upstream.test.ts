import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createHttpUpstream } from "../../../../device/adapters/common/httpUpstream.ts";
import { fromUtf8 } from "../../../../device/base/bytes.ts";
import { err, ok } from "../../../../device/base/result.ts";
import { anExchange, describeUpstream } from "../../../support/describeUpstream.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { createMemoryUpstream } from "../../../support/memoryUpstream.ts";
import { createMishaps } from "../../../support/mishaps.ts";

const noAnswer = err({ code: "upstream/no-answer" });
const tooLarge = err({ code: "upstream/answer-too-large" });
const unreachable = err({ code: "upstream/unreachable" });

async function startServer(listener: RequestListener) {
  const server: Server = createServer(listener);
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

async function startUpstream(listener: RequestListener) {
  const clock = createManualClock();
  const { baseUrl } = await startServer(listener);
  return { clock, upstream: createHttpUpstream({ baseUrl, clock }) };
}

describeUpstream("HTTP", async () => ({
  answering: async ({ status, contentType, retryAfter, body }) => {
    const { upstream } = await startUpstream((_, response) => {
      response.writeHead(status, { "content-type": contentType, "retry-after": retryAfter ?? "" });
      response.end(body);
    });
    return upstream;
  },
  absent: async () => {
    const { baseUrl, close } = await startServer(() => undefined);
    await close();
    return createHttpUpstream({ baseUrl, clock: createManualClock() });
  },
  breakingOff: async () => {
    const { upstream } = await startUpstream((request) => request.on("end", () => request.socket.destroy()).resume());
    return upstream;
  },
}));

describeUpstream("memory", async () => ({
  answering: async (answer) => createMemoryUpstream(async () => ok(answer)),
  absent: async () => {
    const mishaps = createMishaps();
    mishaps.failAt(1);
    return createMemoryUpstream(async () => noAnswer, mishaps);
  },
  breakingOff: async () => {
    const mishaps = createMishaps();
    mishaps.failAt(1, "all");
    return createMemoryUpstream(async () => unreachable, mishaps);
  },
}));

test("what the core gives is what arrives: method, path below the base, headers, body bytes", async () => {
  const arrived: unknown[] = [];
  const { baseUrl } = await startServer(async (request, response) => {
    const { method, url, headers } = request;
    arrived.push({ method, url, key: headers["idempotency-key"], body: await bodyOf(request) });
    response.end();
  });
  const upstream = createHttpUpstream({ baseUrl: `${baseUrl}/pos/`, clock: createManualClock() });

  await upstream.exchange({ ...anExchange, headers: { "idempotency-key": '"r1"' }, body: "甲.b.c" });
  await upstream.exchange({ method: "GET", path: "/v1/t?sn=1", headers: {}, deadlineMs: 1000, maxAnswerBytes: 10 });

  expect(arrived).toEqual([
    { method: "POST", url: "/pos/v1/unbind-requests", key: '"r1"', body: "甲.b.c" },
    { method: "GET", url: "/pos/v1/t?sn=1", key: undefined, body: "" },
  ]);
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

test("a web page, a 500 and an empty 204 are answers; the core judges them", async () => {
  const { upstream } = await startUpstream((request, response) => {
    if (request.url === "/html") response.setHeader("content-type", "text/html").end("<h1>Login</h1>");
    else response.writeHead(request.url === "/500" ? 500 : 204).end();
  });

  const answers = await Promise.all(
    ["/html", "/500", "/204"].map((path) => upstream.exchange({ ...anExchange, path })),
  );

  expect(answers.map((answer) => answer.ok && { ...answer.value, body: fromUtf8(answer.value.body) })).toEqual([
    { status: 200, contentType: "text/html", retryAfter: null, body: "<h1>Login</h1>" },
    { status: 500, contentType: "", retryAfter: null, body: "" },
    { status: 204, contentType: "", retryAfter: null, body: "" },
  ]);
});

test("a redirect is not followed, nor is what was signed sent there", async () => {
  const asked: unknown[] = [];
  const { upstream } = await startUpstream((request, response) => {
    asked.push(request.url);
    response.writeHead(307, { location: "/elsewhere" }).end();
  });

  const answer = await upstream.exchange(anExchange);

  expect({ status: answer.ok && answer.value.status, asked }).toEqual({
    status: 307,
    asked: ["/v1/unbind-requests"],
  });
});

test("an upstream that stays silent, or stops after half a body, is given up at the deadline", async () => {
  let allArrived = () => {};
  const arrived = new Promise<void>((resolve) => {
    allArrived = resolve;
  });
  const closed: Promise<void>[] = [];
  const { clock, upstream } = await startUpstream((request, response) => {
    closed.push(new Promise((resolve) => response.on("close", resolve)));
    if (request.url === "/half") response.writeHead(200, { "content-length": "100" }).write("half");
    if (closed.length === 2) allArrived();
  });

  const exchanges = ["/silent", "/half"].map((path) => upstream.exchange({ ...anExchange, path }));
  await arrived;
  const early = await Promise.race([...exchanges, clock.advance(9_999).then(() => "none yet")]);
  await clock.advance(1);
  const answers = await Promise.all(exchanges);
  await Promise.all(closed);

  expect({ early, answers, timers: clock.pending() }).toEqual({
    early: "none yet",
    answers: [noAnswer, noAnswer],
    timers: 0,
  });
});

test("a body that breaks off half-way is no answer", async () => {
  const { upstream } = await startUpstream((_, response) => {
    response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy());
  });

  expect(await upstream.exchange(anExchange)).toEqual(noAnswer);
});

test("something that is no HTTP is no answer", async () => {
  const { upstream } = await startUpstream((request) => request.socket.end("+CME ERROR: 10\r\n"));

  expect(await upstream.exchange(anExchange)).toEqual(noAnswer);
});

test("ten megabytes are refused early, however they are announced, and the connection is given up", async () => {
  const wholeBytes = 10_000_000;
  const sentBytes: number[] = [];
  const closed: Promise<void>[] = [];
  const { upstream } = await startUpstream((request, response) => {
    closed.push(new Promise((resolve) => response.on("close", resolve)));
    if (request.url === "/announced") response.setHeader("content-length", String(wholeBytes));
    let bytes = 0;
    const more = () => {
      while (!response.destroyed && bytes < wholeBytes) {
        bytes += 10_000;
        if (!response.write("x".repeat(10_000))) return response.once("drain", more);
      }
      return response.end();
    };
    more();
    response.on("close", () => sentBytes.push(bytes));
  });

  const answers = await Promise.all(
    ["/announced", "/chunked"].map((path) => upstream.exchange({ ...anExchange, path })),
  );
  await Promise.all(closed);

  expect({ answers, sentWhole: sentBytes.filter((bytes) => bytes >= wholeBytes) }).toEqual({
    answers: [tooLarge, tooLarge],
    sentWhole: [],
  });
});

test("ten megabytes that travel as ten kilobytes are refused as well", async () => {
  const packed = gzipSync(new Uint8Array(10_000_000));
  const { upstream } = await startUpstream((_, response) => {
    response.setHeader("content-encoding", "gzip").end(packed);
  });

  expect(await upstream.exchange(anExchange)).toEqual(tooLarge);
});

test("an answer of exactly the bound is an answer", async () => {
  const { upstream } = await startUpstream((_, response) => response.end("x".repeat(1000)));

  const [exact, over] = await Promise.all(
    [1000, 999].map((maxAnswerBytes) => upstream.exchange({ ...anExchange, maxAnswerBytes })),
  );

  expect({ exact: exact?.ok && exact.value.body.length, over }).toEqual({
    exact: 1000,
    over: tooLarge,
  });
});

test("a URL with a password is refused at once, without quoting it", () => {
  const create = () => createHttpUpstream({ baseUrl: "http://kiosk:hunter2@127.0.0.1/", clock: createManualClock() });

  expect(create).toThrow(/^the upstream's URL holds a user or a password$/);
});

const failures: { [what: string]: { cause: unknown; means: unknown } } = {
  "a name that nobody has": { cause: systemError("ENOTFOUND", "getaddrinfo"), means: unreachable },
  "no route at the start": { cause: systemError("EHOSTUNREACH", "connect"), means: unreachable },
  "no route in the middle": { cause: systemError("EHOSTUNREACH", "read"), means: noAnswer },
  "two addresses that both refuse": {
    cause: new AggregateError([systemError("ECONNREFUSED", "connect"), systemError("ENETUNREACH", "connect")]),
    means: unreachable,
  },
  "a connection that never came about": {
    cause: Object.assign(new Error("Connect Timeout Error"), { code: "UND_ERR_CONNECT_TIMEOUT" }),
    means: unreachable,
  },
  "a reset": { cause: systemError("ECONNRESET", "read"), means: noAnswer },
  "a broken pipe": { cause: systemError("EPIPE", "write"), means: noAnswer },
  "no reason at all, as in a page": { cause: undefined, means: noAnswer },
};

function systemError(code: string, syscall: string) {
  return Object.assign(new Error(code), { code, syscall });
}

test.each(Object.entries(failures))("%s is told as what may have been sent", async (_, { cause, means }) => {
  const upstream = createHttpUpstream({
    baseUrl: "http://127.0.0.1",
    clock: createManualClock(),
    fetch: () => Promise.reject(new TypeError("fetch failed", { cause })),
  });

  expect(await upstream.exchange(anExchange)).toEqual(means);
});
