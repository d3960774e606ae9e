/**
 * Received bytes to SLF frames and control bytes. Pure, a byte at a time: however the bytes are cut, the events are the
 * same. What is not a frame becomes known as broken only when the line is silent, and whoever has a clock says when that
 * is: before, the peer may still be sending, and what lies inside a broken frame must not be taken for another one.
 */

import { control, isTextByte, lengthOf, maxPayloadBytes, type SlfFraming, slf1 } from "./frame.ts";

export type SlfEvent =
  | { readonly kind: "frame"; readonly payload: Uint8Array<ArrayBuffer> }
  | { readonly kind: "ack" | "nak" | "eot" | "enq" }
  /** "cut": the line fell silent inside a frame. "noise": bytes that belonged to no frame, and nothing intact after them. */
  | { readonly kind: "broken"; readonly reason: "cut" | "etx" | "lrc" | "text" | "noise" };

type BrokenReason = Extract<SlfEvent, { kind: "broken" }>["reason"];

export type SlfDecoder = {
  feed(bytes: Uint8Array): readonly SlfEvent[];
  /** The line has been silent for longer than a gap inside a frame: tells what was broken and hunts for a new start. */
  silence(): readonly SlfEvent[];
  /** Whether `silence` would have something to tell. */
  isOpen(): boolean;
  /** Whether a frame has begun and may still end well. */
  isInFrame(): boolean;
};

const controls = new Map([
  [control.ack, { kind: "ack" }],
  [control.nak, { kind: "nak" }],
  [control.eot, { kind: "eot" }],
  [control.enq, { kind: "enq" }],
] as const);

type Place = "hunting" | "length" | "payload" | "etx" | "lrc" | "lost";

export function createSlfDecoder(framing: SlfFraming = slf1): SlfDecoder {
  const hasLength = framing.profile === "slf-1";
  const payload = new Uint8Array(maxPayloadBytes);
  let place: Place = "hunting";
  let highLength: number | null = null;
  let length = 0;
  let filled = 0;
  let lrc = 0;
  let broken: BrokenReason | null = null;

  const start = () => {
    place = hasLength ? "length" : "payload";
    highLength = null;
    filled = 0;
    lrc = framing.lrcStart;
  };

  const lose = (reason: BrokenReason): readonly SlfEvent[] => {
    place = "lost";
    broken = reason;
    return [];
  };

  const hunt = (byte: number): readonly SlfEvent[] => {
    const found = controls.get(byte as never);
    if (byte === control.stx) start();
    else broken = found ? null : "noise";
    return found ? [found] : [];
  };

  const takeLength = (byte: number): readonly SlfEvent[] => {
    lrc ^= byte;
    if (highLength === null) {
      highLength = byte;
      return [];
    }
    const told = lengthOf(highLength, byte);
    if (told === null) {
      // That STX began no frame, but one of the two bytes after it may be the STX that does.
      place = "hunting";
      broken = "noise";
      return [...take(highLength), ...take(byte)];
    }
    length = told;
    place = length === 0 ? "etx" : "payload";
    return [];
  };

  const takePayload = (byte: number): readonly SlfEvent[] => {
    if (!hasLength && byte === control.etx) return takeEtx(byte);
    // Without a length an STX can only be a new start: text holds none.
    if (!hasLength && byte === control.stx) start();
    else if (!hasLength && !isTextByte(byte)) return lose("text");
    else if (filled === maxPayloadBytes) return lose("etx");
    else {
      payload[filled++] = byte;
      lrc ^= byte;
      if (hasLength && filled === length) place = "etx";
    }
    return [];
  };

  const takeEtx = (byte: number): readonly SlfEvent[] => {
    if (byte !== control.etx) return lose("etx");
    lrc ^= byte;
    place = "lrc";
    return [];
  };

  /** Whatever this byte is, also a control byte, it is the LRC and nothing else. */
  const takeLrc = (byte: number): readonly SlfEvent[] => {
    if (byte !== lrc) return lose("lrc");
    place = "hunting";
    broken = null;
    return [{ kind: "frame", payload: payload.slice(0, filled) }];
  };

  const take = (byte: number): readonly SlfEvent[] => {
    switch (place) {
      case "hunting":
        return hunt(byte);
      case "length":
        return takeLength(byte);
      case "payload":
        return takePayload(byte);
      case "etx":
        return takeEtx(byte);
      case "lrc":
        return takeLrc(byte);
      case "lost":
        return [];
    }
  };

  const isInFrame = () => place !== "hunting" && place !== "lost";

  return {
    feed(bytes) {
      const events: SlfEvent[] = [];
      for (const byte of bytes) events.push(...take(byte));
      return events;
    },
    silence() {
      const reason = isInFrame() ? "cut" : broken;
      place = "hunting";
      broken = null;
      return reason ? [{ kind: "broken", reason }] : [];
    },
    isOpen: () => isInFrame() || broken !== null,
    isInFrame,
  };
}
