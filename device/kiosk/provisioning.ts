/**
 * How a terminal comes into service: enrolled with a one-time code where it never was, and bound again after its own
 * unbind. Taken up again wherever the power cut it off. Who may do it is asked elsewhere.
 */

import type { Cell } from "../base/cell.ts";
import { err, ok, type Result } from "../base/result.ts";
import { endsWith, isSame, leavesTerminalBound, ownOf } from "../bindings/binding.ts";
import type { Bindings } from "../bindings/bindings.ts";
import { pinRoles } from "../contract/codes.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { Principal } from "../contract/views/people.ts";
import type { ProvisioningView } from "../contract/views/staff.ts";
import type { IdentityReport } from "../identity/reading.ts";
import type { People } from "../people/createPeople.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { DeviceKey } from "../ports/signer.ts";
import type { Unbind } from "../unbind/createUnbind.ts";
import { isClosed, isUnbound, isWiped, type Named } from "../unbind/states.ts";
import type { BindingNews } from "./bindingNews.ts";
import type { Monitor } from "./monitor.ts";

/** How often a better kept key is looked for, and told of where there is one. */
const strengthenEveryMs = 300_000;

export type ProvisioningParts = {
  readonly ports: { readonly clock: Clock; readonly log: Log };
  readonly deviceKey: Cell<DeviceKey>;
  readonly monitor: Monitor;
  readonly bindings: Bindings;
  readonly people: People;
  readonly unbind: Unbind;
  readonly news: BindingNews;
};

export type Provisioning = {
  view(): ProvisioningView;
  /** Bound to nobody, as far as this terminal knows. */
  isUnbound(): boolean;
  /** No PIN of a merchant whom this terminal's journal never knew counts for whoever comes next. */
  disownLeftOver(): Promise<void>;
  /** Goes on with what the power cut off. */
  poll(): Promise<void>;
  /** Null: with the code of the configuration. "host/not-now": it is enrolled already, or just being enrolled. */
  provision(code: string | null): Promise<Result<void, ErrorView>>;
  /** Only after its own unbind. "provisioning/nothing-bound": the upstream has not bound it again. */
  bindAgain(code: string | null, by: Principal): Promise<Result<void, ErrorView>>;
};

export function createProvisioning(parts: ProvisioningParts): Provisioning {
  const { deviceKey, monitor, bindings, news } = parts;
  const { clock, log } = parts.ports;
  const { authenticator } = parts.people;
  const { flow } = parts.unbind;
  let triedAt = Number.NEGATIVE_INFINITY;
  const enrolled = () => bindings.known.get().provisioned.enrolled;

  /** The terminal's own unbind, once all is wiped. An upstream that does not acknowledge that must not hold the terminal. */
  function released(): Named<"wiped" | "completedPendingSync" | "completed"> | null {
    const { state } = flow.view();
    return isWiped(state) && !leavesTerminalBound(state.request) ? state : null;
  }

  function phase(): ProvisioningView["phase"] {
    if (!enrolled()) return "unprovisioned";
    return released() ? "released" : "provisioned";
  }

  /** The PIN of the merchant before is nobody's: the next one chooses their own, by the upstream's leave. */
  async function handOver(): Promise<Result<void, ErrorView>> {
    const ended = released()?.request;
    const now = enrolled()?.bindings ?? [];
    // What was enrolled last is from before the unbind as long as the binding that ended stands in it.
    const before = now.some((binding) => ended && isSame(binding, ended) && endsWith(binding, ended));
    const next = ownOf(now);
    if (!ended || !next || before) return ok();
    const forgotten = await authenticator.forget("merchant");
    if (!forgotten.ok) return err(errorView(forgotten.error));
    const bound = await flow.dispatch([{ type: "boundAgain", ...next }]);
    return bound.ok ? ok() : err(errorView(bound.error));
  }

  /** A terminal in service has nothing to do with the factory: its PIN ends, and whatever PIN it typed in for another role. */
  async function endFactory(): Promise<Result<void, ErrorView>> {
    for (const role of pinRoles.filter((each) => authenticator.setterOf(each) === "factory")) {
      const forgotten = await authenticator.forget(role);
      if (!forgotten.ok) return err(errorView(forgotten.error));
    }
    return ok();
  }

  /** Nothing is under way that the key in use has to end, and nobody is at it. */
  function isIdle(): boolean {
    const { state } = flow.view();
    const isQuiet = state.name === "bound" || state.name === "completed" || isClosed(state);
    return isQuiet && phase() === "provisioned" && parts.people.session.view().phase === "closed";
  }

  /** A provider of an earlier contract knows no such thing: then the key stays, and the diagnostics say how it is kept. */
  async function strengthenKey(identity: IdentityReport): Promise<void> {
    if (!isIdle() || clock.monotonic() - triedAt < strengthenEveryMs) return;
    triedAt = clock.monotonic();
    const before = deviceKey.get().storage;
    const done = await bindings.strengthenKey(identity, isIdle);
    if (!done.ok) log.note(done.error.code, { object: "key" });
    else if (done.value) log.note("kiosk/key-strengthened", { before, now: deviceKey.get().storage });
  }

  /** What was enrolled is in use from now on. */
  async function enter(): Promise<Result<void, ErrorView>> {
    const handedOver = await handOver();
    if (!handedOver.ok) return handedOver;
    const left = phase() === "provisioned" ? await endFactory() : ok();
    if (!left.ok) return left;
    await news.find();
    return ok();
  }

  return {
    view: () => ({
      phase: phase(),
      working: bindings.working(),
      failure: phase() === "provisioned" ? null : bindings.failure(),
      key: keyView(deviceKey.get()),
    }),
    isUnbound() {
      const { state } = flow.view();
      return !enrolled() || (isUnbound(state) && !leavesTerminalBound(state.request));
    },
    async disownLeftOver() {
      if (!enrolled() && authenticator.principal("merchant")) await authenticator.forget("merchant");
    },
    async poll() {
      const identity = monitor.identity();
      if (released() && bindings.known.get().provisioned.again && identity) await bindings.takeUpAgain(identity);
      if (enrolled()) await enter();
      if (identity) await strengthenKey(identity);
    },
    async provision(code) {
      const identity = await monitor.latestIdentity();
      if (phase() !== "unprovisioned" || bindings.working()) return err({ code: "host/not-now" });
      if (!identity) return err({ code: "provisioning/identity-unreadable" });
      if (code === null) await bindings.find(identity);
      const enrolled = code === null ? resultOf(bindings.failure()) : await bindings.enrol(identity, code);
      return enrolled.ok ? enter() : enrolled;
    },
    async bindAgain(code, by) {
      const identity = await monitor.latestIdentity();
      if (!released() || bindings.working()) return err({ code: "host/not-now" });
      if (!identity) return err({ code: "provisioning/identity-unreadable" });
      const enrolled = await bindings.bindAgain(identity, code, by);
      return enrolled.ok ? enter() : enrolled;
    },
  };
}

function keyView({ kid, storage }: DeviceKey): ProvisioningView["key"] {
  return { kid, storage };
}

function resultOf(failure: ErrorView | null): Result<void, ErrorView> {
  return failure ? err(failure) : ok();
}
