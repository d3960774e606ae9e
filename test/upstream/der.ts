/** DER (X.690 section 10), as far as a certificate and what stands in one need it: elements in elements, read and written. */

export type Element = {
  /** The identifier octet without its number: class, and 0x20 where it is constructed (X.690 section 8.1.2). */
  readonly kind: number;
  readonly number: number;
  readonly content: Uint8Array;
};

const constructed = 0x20;

/** The elements of these bytes, one after the other; null where they are not that. */
export function elementsIn(bytes: Uint8Array): readonly Element[] | null {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const read = elementAt(bytes, at);
    if (!read) return null;
    elements.push(read.element);
    at = read.end;
  }
  return elements;
}

/** What is in a constructed element. */
export function partsOf(element: Element | undefined): readonly Element[] | null {
  return element && (element.kind & constructed) !== 0 ? elementsIn(element.content) : null;
}

function elementAt(bytes: Uint8Array, at: number): { readonly element: Element; readonly end: number } | null {
  const first = bytes[at] ?? 0;
  const tag = (first & 0x1f) === 0x1f ? base128(bytes, at + 1) : { value: first & 0x1f, end: at + 1 };
  const length = tag && lengthAt(bytes, tag.end);
  if (!tag || !length || length.end + length.value > bytes.length) return null;
  const end = length.end + length.value;
  return { element: { kind: first & 0xe0, number: tag.value, content: bytes.subarray(length.end, end) }, end };
}

type Read = { readonly value: number; readonly end: number };

/** X.690 section 8.1.2.4: seven bits an octet, the last one without its first bit. */
function base128(bytes: Uint8Array, at: number): Read | null {
  let value = 0;
  for (let end = at; end < at + 4; ) {
    const octet = bytes[end++];
    if (octet === undefined) return null;
    value = value * 128 + (octet & 0x7f);
    if (octet < 0x80) return { value, end };
  }
  return null;
}

function lengthAt(bytes: Uint8Array, at: number): Read | null {
  const first = bytes[at] ?? 0xff;
  if (first < 0x80) return { value: first, end: at + 1 };
  const count = first & 0x7f;
  if (count < 1 || count > 3 || at + 1 + count > bytes.length) return null;
  const value = bytes.subarray(at + 1, at + 1 + count).reduce((sum, octet) => sum * 256 + octet, 0);
  return { value, end: at + 1 + count };
}

/** A small whole number out of an INTEGER or an ENUMERATED. */
export function numberIn(element: Element | undefined): number | null {
  if (!element || element.content.length < 1 || element.content.length > 4) return null;
  return element.content.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** `kind` as in Element; a number above 30 takes the long form. */
export function der(kind: number, number: number, content: Uint8Array | readonly Uint8Array[]): Uint8Array {
  const bytes = content instanceof Uint8Array ? content : Buffer.concat(content);
  const tag = number < 31 ? [kind | number] : [kind | 31, ...sevenBits(number)];
  return Buffer.concat([Uint8Array.from(tag), Uint8Array.from(lengthOctets(bytes.length)), bytes]);
}

function sevenBits(number: number): readonly number[] {
  const octets = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) octets.unshift((rest & 0x7f) | 0x80);
  return octets;
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}
