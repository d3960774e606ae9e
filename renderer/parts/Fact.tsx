/** One named value of a list: label, value, and in small type where it comes from or what is odd about it. */

import type { ComponentChildren } from "preact";
import type { TerminalView } from "../../device/contract/views/terminal.ts";
import { sourceCommands } from "../../device/text/sourceCommands.ts";
import type { Texts } from "../../device/text/texts.ts";

export type FactProps = {
  readonly label: string;
  readonly field: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly tone?: "plain" | "good" | "warn" | "bad";
  readonly mono?: boolean;
};

export function Fact({ label, field, value, note, tone = "plain", mono = false }: FactProps) {
  return (
    <div class={`fact ${tone}`}>
      <dt>{label}</dt>
      <dd>
        <span class={mono ? "value mono" : "value"} data-field={field}>
          {value}
        </span>
        {note && <span class="small">{note}</span>}
      </dd>
    </div>
  );
}

export type ValueRowProps = {
  readonly texts: Texts;
  readonly name: keyof Texts["terminal"]["values"];
  readonly terminal: TerminalView;
  /** Whether an unbind cannot go on without it. */
  readonly needed?: boolean;
};

/** A value as read from the terminal, or why there is none. */
export function ValueRow({ texts, name, terminal, needed = false }: ValueRowProps) {
  const { values, unreadable, waiting, problems, blocksUnbind, warnings, source } = texts.terminal;
  const label = values[name];
  const value = terminal[name];
  if (value.status === "unreadable") {
    if (value.problem === "not-read-yet" && terminal.phase === "reading")
      return <Fact label={label} field={name} value={waiting} />;
    const why = [problems[value.problem], ...value.masked, ...(needed ? [blocksUnbind] : [])];
    return (
      <Fact label={label} field={name} value={unreadable} note={<Lines lines={why} />} tone={needed ? "bad" : "warn"} />
    );
  }
  const odd = value.warnings.map((warning) => warnings[warning]);
  return (
    <Fact
      label={label}
      field={name}
      value={value.value}
      note={<Lines lines={[...odd, source(sourceCommands[value.source])]} />}
      tone={odd.length > 0 ? "warn" : "plain"}
      mono
    />
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <>
      {lines.map((line) => (
        <span key={line} class="line">
          {line}
        </span>
      ))}
    </>
  );
}
