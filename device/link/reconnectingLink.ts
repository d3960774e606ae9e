/**
 * A port that is looked for again when it is lost or not there, ever less often, and whether the device that came back
 * is the one that was lost. Works for every driver: it knows ports, not what is said over them.
 */

import { between, spanAfter } from "../base/backOff.ts";
import { createEmitter } from "../base/emitter.ts";
import { maskTail } from "../base/mask.ts";
import { createMutex } from "../base/mutex.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";
import type { LinkFailure, SerialLink, SerialLinkOpener } from "../ports/serialLink.ts";

/** Milliseconds before the first look, and the longest before any. */
export const reopenPolicy = { firstMs: 250, capMs: 10_000 } as const;

export type LinkChange =
  /** The open link went away, and not because its owner closed it. */
  | "lost"
  /** A port is there again; it is open and waits to be asked for. */
  | "returned"
  /** The device has another USB serial number than the one before: whatever was begun with that one is void. */
  | "replaced";

/**
 * Opens as the opener it wraps does, and hands over what it found while nobody asked. A replaced device is told with
 * "link/another-terminal", once; from then on it is the device.
 */
export type ReconnectingLink = SerialLinkOpener & {
  onChange(listener: (change: LinkChange) => void): () => void;
  /** Looks for nothing any more, and lets go of what nobody asked for. */
  stop(): Promise<void>;
};

export function createReconnectingLink(parts: {
  opener: SerialLinkOpener;
  clock: Clock;
  random: Random;
}): ReconnectingLink {
  const { opener, clock, random } = parts;
  const changes = createEmitter<LinkChange>();
  /** Opened and not asked for yet. */
  let kept: SerialLink | null = null;
  let handedOut = false;
  /** The USB serial number of the last device, null where it has none; undefined before the first. */
  let known: string | null | undefined;
  let looks = 0;
  let callOff: (() => void) | null = null;
  let stopped = false;
  const mutex = createMutex();

  /** Never sooner than the first span. */
  const waitMs = () => Math.round(between(reopenPolicy.firstMs, spanAfter(looks++, reopenPolicy), random));

  const lookLater = () => {
    if (stopped || callOff) return;
    callOff = clock.after(waitMs(), () => {
      callOff = null;
      void mutex.run(look);
    });
  };

  const look = async () => {
    if (stopped || kept || handedOut) return;
    const opened = await opener.open();
    if (!opened.ok) return lookLater();
    keep(opened.value);
    changes.emit("returned");
  };

  const keep = (link: SerialLink) => {
    kept = link;
    link.onClosed(() => {
      if (kept !== link) return;
      kept = null;
      lookLater();
    });
  };

  const handOut = (link: SerialLink): SerialLink => {
    handedOut = true;
    kept = null;
    looks = 0;
    let closedByOwner = false;
    link.onClosed(() => {
      handedOut = false;
      if (closedByOwner || stopped) return;
      lookLater();
      changes.emit("lost");
    });
    return {
      ...link,
      close() {
        closedByOwner = true;
        return link.close();
      },
    };
  };

  const open = async (): Promise<Result<SerialLink, LinkFailure>> => {
    callOff?.();
    callOff = null;
    if (stopped) return err({ code: "link/closed" });
    const opened = kept ? ok(kept) : await opener.open();
    if (!opened.ok) {
      lookLater();
      return opened;
    }
    const before = known;
    known = opened.value.usbSerialNumber ?? null;
    if (before === undefined || before === known) return ok(handOut(opened.value));
    if (kept !== opened.value) keep(opened.value);
    changes.emit("replaced");
    return err({ code: "link/another-terminal", before: maskTail(before ?? ""), now: maskTail(known ?? "") });
  };

  return {
    open: () => mutex.run(open),
    onChange: changes.listen,
    async stop() {
      stopped = true;
      callOff?.();
      callOff = null;
      await mutex.settled();
      await kept?.close();
    },
  };
}
