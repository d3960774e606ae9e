/** The terminal itself: one quiet line for whoever stands before it, every measured value for whoever looks closer. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { TerminalView } from "../../device/contract/views/terminal.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Banner } from "./Banner.tsx";
import { Fact, ValueRow } from "./Fact.tsx";

type TerminalProps = { readonly texts: Texts; readonly terminal: TerminalView };

type StatusLineProps = TerminalProps & {
  /** Why it was not heard at all is told beside this. */
  readonly isTold?: boolean;
};

/** Which terminal, by the end of its number; or that it has none, and so cannot be unbound. */
export function StatusLine({ texts, terminal, isTold = false }: StatusLineProps) {
  const words = texts.screens.home;
  const { sn, imei, battery, registered } = terminal;
  const odd = (["sn", "imei"] as const).filter((name) => {
    const value = terminal[name];
    if (value.status === "read" || isTold) return false;
    return value.problem !== "not-read-yet" || terminal.phase !== "reading";
  });
  const doubtful = imei.status === "read" && imei.warnings.includes("imei-check-digit-wrong");
  const parts = [
    sn.status === "read" && words.tail(sn.value.slice(-4)),
    battery && battery.power !== "none" && words.batteryAt(battery.percent),
    registered === false && words.noMobileNetwork,
  ].filter(Boolean);
  return (
    <>
      {parts.length > 0 && (
        <p class="faint statusLine" data-field="status-line">
          {parts.join(" · ")}
        </p>
      )}
      {odd.length > 0 && (
        <Banner tone="bad" title={words.unreadable[odd[0] === "sn" ? "sn" : "imei"]} field="unreadable">
          <p>{words.unreadableRemedy}</p>
        </Banner>
      )}
      {doubtful && <Banner tone="warn" title={words.doubtful} field="doubtful" />}
    </>
  );
}

export function TerminalFacts({
  texts,
  terminal,
  upstream,
  bindings,
}: TerminalProps & Pick<Snapshot, "upstream" | "bindings">) {
  const words = texts.screens.home;
  const list = bindings.state === "known" ? bindings.list : [];
  return (
    <dl class="facts">
      <ValueRow texts={texts} name="sn" terminal={terminal} needed />
      <ValueRow texts={texts} name="imei" terminal={terminal} needed />
      <ValueRow texts={texts} name="manufacturer" terminal={terminal} />
      <ValueRow texts={texts} name="model" terminal={terminal} />
      <ValueRow texts={texts} name="firmware" terminal={terminal} />
      <MeasuredFacts texts={texts} terminal={terminal} />
      <Fact
        label={words.upstream}
        field="upstream"
        value={texts.terminal.reach[upstream.reach]}
        tone={upstream.reach === "unreachable" ? "bad" : "plain"}
      />
      {list.map((binding) => (
        <Fact
          key={`${binding.providerId}-${binding.bindingKind}`}
          label={texts.unbind.bindingKinds[binding.bindingKind].subject}
          field="epoch"
          value={texts.screens.menu.epoch(binding.epoch)}
          note={[binding.merchantIdMasked, binding.providerId].filter(Boolean).join(" · ")}
        />
      ))}
    </dl>
  );
}

function MeasuredFacts({ texts, terminal }: TerminalProps) {
  const { screens, terminal: words } = texts;
  const { battery, signalDbm, registered } = terminal;
  return (
    <>
      <Fact
        label={screens.home.battery}
        field="battery"
        value={battery ? (battery.power === "none" ? words.power.none : `${battery.percent}%`) : words.notTold}
        note={battery && battery.power !== "none" && words.power[battery.power]}
        tone={battery?.power === "fault" ? "bad" : "plain"}
      />
      <Fact
        label={screens.home.signal}
        field="signal"
        value={signalDbm === null ? words.notTold : `${signalDbm} dBm`}
        note={registered !== null && `${screens.home.network} ${registered ? words.registered : words.notRegistered}`}
        tone={registered === false ? "warn" : "plain"}
      />
    </>
  );
}
