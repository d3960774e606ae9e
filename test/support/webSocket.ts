/** The server's end of a WebSocket (RFC 6455), as far as a page in a test needs one: whole texts, each way. */

import { createHash } from "node:crypto";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";

export type TextSocket = {
  /** What is said before anybody is connected waits. */
  say(text: string): void;
};

/** Takes whoever connects; the last one is spoken to. */
export function acceptTexts(server: Server, hear: (text: string) => void): TextSocket {
  const waiting: string[] = [];
  let connected: Duplex | null = null;
  server.on("upgrade", (request, socket: Duplex) => {
    // RFC 6455 section 4.2.2: its own number, for everybody.
    const proof = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash("sha1").update(proof).digest("base64");
    const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
    socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join("\r\n")}\r\n\r\n`);
    socket.on("error", () => {});
    hearTexts(socket, hear);
    connected = socket;
    for (const text of waiting.splice(0)) socket.write(frameOf(text));
  });
  return {
    say(text) {
      if (connected) connected.write(frameOf(text));
      else waiting.push(text);
    },
  };
}

function hearTexts(socket: Duplex, hear: (text: string) => void): void {
  let held: Buffer = Buffer.alloc(0);
  let message: Buffer[] = [];
  socket.on("data", (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    for (let frame = takeFrame(held); frame; frame = takeFrame(held)) {
      held = held.subarray(frame.size);
      if (frame.isControl) continue;
      message.push(frame.payload);
      if (!frame.isLast) continue;
      hear(Buffer.concat(message).toString());
      message = [];
    }
  });
}

type Frame = {
  readonly size: number;
  readonly payload: Buffer;
  readonly isLast: boolean;
  readonly isControl: boolean;
};

/** Section 5.2; a client's are masked. Null where it is not whole yet. */
function takeFrame(bytes: Buffer): Frame | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const short = second & 0x7f;
  const at = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < at) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const size = at + 4 + length;
  if (bytes.length < size) return null;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, size).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return { size, payload, isLast: (first & 0x80) !== 0, isControl: (first & 0x08) !== 0 };
}

/** One whole text, as a server sends it. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(10);
  head[0] = 0x81;
  if (payload.length < 126) {
    head[1] = payload.length;
    return Buffer.concat([head.subarray(0, 2), payload]);
  }
  if (payload.length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(payload.length, 2);
    return Buffer.concat([head.subarray(0, 4), payload]);
  }
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}
