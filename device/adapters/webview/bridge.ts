/**
 * The page's end of the channel to the platform's half: numbers what is asked, checks what is said, and takes nothing for
 * an answer that is none. A channel on which one text was wrong is not used again: nobody knows what the next one means.
 */

import { createEmitter } from "../../base/emitter.ts";
import { parseStrictJson } from "../../base/json.ts";
import { err, ok, type Result } from "../../base/result.ts";
import {
  type BridgeEvent,
  type BridgeFailure,
  type BridgeFault,
  type BridgeMethod,
  type BridgePort,
  bridgeEvent,
  bridgeMethods,
  bridgeRefusal,
  bridgeReply,
  type Given,
  maxBridgeText,
  maxOpenRequests,
  type Told,
} from "../../contract/bridge.ts";

/** Carries texts both ways, whole and in order. What it hands over may be anything. */
export type BridgeChannel = {
  post(text: string): void;
  listen(listener: (said: unknown) => void): void;
  close(): void;
};

export type Bridge = {
  /** Fails with the port's own code, or with one of the channel's ("bridge/..."); then nothing of it may have been done. */
  call<Port extends BridgePort, Method extends BridgeMethod<Port>>(
    port: Port,
    method: Method,
    given: Given<Port, Method>,
  ): Promise<Result<Told<Port, Method>, BridgeFailure>>;
  readonly onEvent: (listener: (event: BridgeEvent) => void) => () => void;
  /** Called once, when the channel was given up. */
  readonly onFault: (listener: (fault: BridgeFault) => void) => () => void;
};

type Waiting = { readonly told: Schema; readonly settle: (answer: Result<unknown, BridgeFailure>) => void };
type Schema = { safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown } };

const schemas: Readonly<Record<string, Readonly<Record<string, { readonly told: Schema }>>>> = bridgeMethods;

export function createBridge(channel: BridgeChannel): Bridge {
  const events = createEmitter<BridgeEvent>();
  const faults = createEmitter<BridgeFault>();
  const waiting = new Map<number, Waiting>();
  let lastRequest = 0;
  let lastEvent = 0;
  let closed = false;

  function giveUp(fault: BridgeFault): void {
    closed = true;
    channel.close();
    for (const { settle } of waiting.values()) settle(err({ code: "bridge/closed" }));
    waiting.clear();
    faults.emit(fault);
  }

  function hear(said: unknown): BridgeFault | null {
    if (typeof said !== "string") return "bridge/malformed";
    if (said.length > maxBridgeText) return "bridge/too-large";
    const json = parseStrictJson(said);
    const reply = bridgeReply.safeParse(json);
    if (reply.success) return hearReply(reply.data);
    const event = bridgeEvent.safeParse(json);
    if (event.success) return hearEvent(event.data);
    const refusal = bridgeRefusal.safeParse(json);
    return refusal.success ? refusal.data.fault : "bridge/malformed";
  }

  function hearReply(reply: ReturnType<typeof bridgeReply.parse>): BridgeFault | null {
    const asked = waiting.get(reply.id);
    if (!asked) return "bridge/out-of-order";
    if (!reply.ok) {
      waiting.delete(reply.id);
      asked.settle(err(reply.error));
      return null;
    }
    const told = asked.told.safeParse(reply.value);
    if (!told.success) return "bridge/malformed";
    waiting.delete(reply.id);
    asked.settle(ok(told.data));
    return null;
  }

  function hearEvent(event: BridgeEvent): BridgeFault | null {
    if (event.event !== lastEvent + 1) return "bridge/out-of-order";
    lastEvent = event.event;
    events.emit(event);
    return null;
  }

  channel.listen((said) => {
    if (closed) return;
    const fault = hear(said);
    if (fault) giveUp(fault);
  });

  async function ask(port: BridgePort, method: string, given: unknown): Promise<Result<unknown, BridgeFailure>> {
    const told = schemas[port]?.[method]?.told;
    if (!told) throw new Error(`no method ${port}.${method}`);
    if (closed) return err({ code: "bridge/closed" });
    if (waiting.size >= maxOpenRequests) return err({ code: "bridge/busy" });
    const asked = JSON.stringify({ id: lastRequest + 1, port, method, given });
    if (asked.length > maxBridgeText) return err({ code: "bridge/too-large" });
    lastRequest += 1;
    return new Promise((resolve) => {
      waiting.set(lastRequest, { told, settle: resolve });
      channel.post(asked);
    });
  }

  return {
    // The schema of this very method is asked about every value.
    call: ask as Bridge["call"],
    onEvent: events.listen,
    onFault: faults.listen,
  };
}
