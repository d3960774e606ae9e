import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createNodeUpstream } from "../../../../device/adapters/node/nodeUpstream.ts";
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
  return { clock, upstream: createNodeUpstream({ baseUrl, clock }) };
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
    return createNodeUpstream({ baseUrl, clock: createManualClock() });
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
  const upstream = createNodeUpstream({ baseUrl: `${baseUrl}/pos/`, clock: createManualClock() });

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

test("ten megabytes that travel as ten kilobytes are not unpacked", async () => {
  const packed = gzipSync(new Uint8Array(10_000_000));
  const { upstream } = await startUpstream((_, response) => {
    response.setHeader("content-encoding", "gzip").end(packed);
  });

  const answer = await upstream.exchange(anExchange);

  expect(answer.ok && answer.value.body.length).toBe(packed.length);
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
  const create = () => createNodeUpstream({ baseUrl: "http://kiosk:hunter2@127.0.0.1/", clock: createManualClock() });

  expect(create).toThrow(/^the upstream's URL holds a user or a password$/);
});

test("a header that a request cannot have is a bug, not a lost answer", async () => {
  const { upstream } = await startUpstream((_, response) => response.end());

  await expect(upstream.exchange({ ...anExchange, headers: { "x-a": "a\r\nb: c" } })).rejects.toThrow(TypeError);
});

test("headers without end are given up, long before the deadline", async () => {
  const { upstream } = await startUpstream((request) => {
    request.socket.write(`HTTP/1.1 200 OK\r\n${"x-more: 1234567890\r\n".repeat(10_000)}`);
  });

  expect(await upstream.exchange(anExchange)).toEqual(noAnswer);
});

test("an answer that only announces itself for ever is given up at the deadline", async () => {
  const { clock, upstream } = await startUpstream((request) => {
    request.socket.write("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-le");
    request.on("end", () => clock.advance(10_000)).resume();
  });

  expect(await upstream.exchange(anExchange)).toEqual(noAnswer);
});

test("a server that changes the protocol is no answer", async () => {
  const { upstream } = await startUpstream((request) => {
    request.socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n");
  });

  expect(await upstream.exchange(anExchange)).toEqual(noAnswer);
});

test("a server that hangs in the handshake is unreachable at the deadline: nothing was sent", async () => {
  const { clock, baseUrl, heard } = await startTcpServer(() => undefined);
  const upstream = createNodeUpstream({ baseUrl, clock });

  const exchange = upstream.exchange(anExchange);
  await heard;
  await clock.advance(10_000);

  expect({ answer: await exchange, timers: clock.pending() }).toEqual({ answer: unreachable, timers: 0 });
});

test("a server that hangs up in the handshake is unreachable", async () => {
  const { clock, baseUrl } = await startTcpServer((socket) => socket.destroy());

  expect(await createNodeUpstream({ baseUrl, clock }).exchange(anExchange)).toEqual(unreachable);
});

test("a server that does not speak TLS agreed on no secure connection", async () => {
  const { clock, baseUrl } = await startTcpServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));

  expect(await createNodeUpstream({ baseUrl, clock }).exchange(anExchange)).toEqual(
    err({ code: "upstream/handshake-failed" }),
  );
});

/** Speaks no protocol: `react` is called with the first bytes, which are a TLS greeting. */
async function startTcpServer(react: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  let hear = () => {};
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const server = createTcpServer((socket) => {
    sockets.push(socket);
    socket
      .on("error", () => undefined)
      .once("data", () => {
        react(socket);
        hear();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { clock: createManualClock(), baseUrl: `https://127.0.0.1:${port}`, heard };
}

test("two exchanges in turn share a connection", async () => {
  const ports: unknown[] = [];
  const { upstream } = await startUpstream((request, response) => {
    ports.push(request.socket.remotePort);
    response.end();
  });

  await upstream.exchange(anExchange);
  await upstream.exchange(anExchange);

  expect(new Set(ports).size).toBe(1);
});

test("a kept connection that the server ended meanwhile is not used again", async () => {
  const connections: Socket[] = [];
  const gone: Promise<void>[] = [];
  const { upstream } = await startUpstream((request, response) => {
    connections.push(request.socket);
    gone.push(new Promise((resolve) => request.socket.once("close", () => resolve())));
    response.end();
  });

  await upstream.exchange(anExchange);
  // Closed once the other side has ended it as well.
  connections[0]?.end();
  await gone[0];
  const second = await upstream.exchange(anExchange);

  expect({ second: second.ok, connections: connections.length }).toEqual({ second: true, connections: 2 });
});

test("a kept connection that dies under a request gave no answer, whether or not anything was read of it", async () => {
  let asked = 0;
  const { upstream } = await startUpstream((request, response) => {
    asked += 1;
    if (asked === 1) response.end();
    else request.socket.resetAndDestroy();
  });
  await upstream.exchange(anExchange);

  expect(await upstream.exchange(anExchange)).toEqual(noAnswer);
});

test("a kept connection whose server goes under a request gave no answer; the next one finds that nobody listens", async () => {
  let asked = 0;
  let gone: Promise<void> | undefined;
  const { baseUrl, close } = await startServer((_, response) => {
    asked += 1;
    if (asked === 1) response.end();
    else gone = close();
  });
  const upstream = createNodeUpstream({ baseUrl, clock: createManualClock() });
  await upstream.exchange(anExchange);

  // Whether one that is gone before is noticed in time is the runtime's matter: Node 24 does, Node 20 does not.
  const onKept = await upstream.exchange(anExchange);
  await gone;
  const onNew = await upstream.exchange(anExchange);

  expect([onKept, onNew]).toEqual([noAnswer, unreachable]);
});

test("a name that leads to two addresses that both refuse is unreachable", async () => {
  const { baseUrl, close } = await startServer(() => undefined);
  await close();
  const upstream = createNodeUpstream({
    baseUrl: baseUrl.replace("127.0.0.1", "localhost"),
    clock: createManualClock(),
  });

  expect(await upstream.exchange(anExchange)).toEqual(unreachable);
});
