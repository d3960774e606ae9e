/**
 * Bytes of a serial line to lines of text. CR and LF each end a line and empty lines say nothing, so that
 * CR LF, CR CR LF, LF, a bare CR and LF CR LF all read the same. Knows nothing of what a line means.
 */

/** 3GPP TS 27.007 section 5.4: the longest text a terminal may put on one line. */
export const maxLineBytes = 2048;

export type LineStep =
  | { readonly kind: "open" }
  | { readonly kind: "line"; readonly text: string }
  /** The line grew past its bound; the rest of it is dropped up to the next line end. */
  | { readonly kind: "overflow" };

export type LineSplitter = {
  push(byte: number): LineStep;
  /** Forgets a line that has begun and not ended, and returns what there was of it. */
  clear(): string;
};

const open: LineStep = { kind: "open" };

export function createLineSplitter(): LineSplitter {
  let text = "";
  let dropping = false;

  return {
    push(byte) {
      if (byte === 0x0d || byte === 0x0a) {
        const line = withoutNoise(text);
        text = "";
        dropping = false;
        return line === "" ? open : { kind: "line", text: line };
      }
      if (dropping) return open;
      if (text.length >= maxLineBytes) {
        text = "";
        dropping = true;
        return { kind: "overflow" };
      }
      text += String.fromCharCode(byte);
      return open;
    },
    clear() {
      const begun = text;
      text = "";
      dropping = false;
      return begun;
    },
  };
}

/**
 * A line without the bytes that a port picks up before it while it is opened or plugged, and without the control
 * characters behind it that some V.250 registers (S3, S4) put in the place of CR and LF.
 */
function withoutNoise(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) < 0x20 || text.charCodeAt(end - 1) === 0x7f)) end--;
  return text.slice(0, end).replace(/^[^!-~]+/, "");
}
