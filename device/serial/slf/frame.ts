/**
 * One SLF frame as bytes:  STX LEN LEN PAYLOAD ETX LRC   (SLF-1; LEN is four packed BCD digits, high first)
 *                          STX PAYLOAD ETX LRC           (SLF-0, for peers without a length; the payload is text)
 * LRC is the XOR of every byte between STX and itself. Knows nothing of what a payload says.
 */

export const control = { stx: 0x02, etx: 0x03, eot: 0x04, enq: 0x05, ack: 0x06, nak: 0x15 } as const;

/** Separates the fields of a payload, and is the one control byte that an SLF-0 payload may hold. */
export const fieldSeparator = 0x1c;

export const maxPayloadBytes = 1024;

export type SlfFraming = {
  readonly profile: "slf-1" | "slf-0";
  /** What the LRC starts from: 0x00, or 0x7f for ECR17 peers. */
  readonly lrcStart: number;
};

export const slf1: SlfFraming = { profile: "slf-1", lrcStart: 0x00 };

/** Throws on a payload that the framing cannot carry: whoever sends bounds what it says. */
export function encodeFrame(payload: Uint8Array, framing: SlfFraming = slf1): Uint8Array<ArrayBuffer> {
  if (payload.length > maxPayloadBytes) throw new Error(`an SLF payload of ${payload.length} bytes`);
  if (framing.profile === "slf-0" && !payload.every(isTextByte)) throw new Error("control bytes in an SLF-0 payload");
  const length = framing.profile === "slf-1" ? bcd(payload.length) : [];
  const checked = Uint8Array.of(...length, ...payload, control.etx);
  return Uint8Array.of(control.stx, ...checked, lrcOf(checked, framing));
}

export function isTextByte(byte: number): boolean {
  return byte >= 0x20 || byte === fieldSeparator;
}

/** The payload length that two LEN bytes tell, or null when they are no digits or tell more than there may be. */
export function lengthOf(high: number, low: number): number | null {
  const digits = [high >> 4, high & 0x0f, low >> 4, low & 0x0f];
  if (digits.some((digit) => digit > 9)) return null;
  const length = digits.reduce((sum, digit) => sum * 10 + digit, 0);
  return length > maxPayloadBytes ? null : length;
}

function bcd(length: number): readonly number[] {
  const pair = (value: number) => (Math.floor(value / 10) << 4) | (value % 10);
  return [pair(Math.floor(length / 100)), pair(length % 100)];
}

function lrcOf(checked: Uint8Array, framing: SlfFraming): number {
  return checked.reduce((lrc, byte) => lrc ^ byte, framing.lrcStart);
}
