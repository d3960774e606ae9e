/** The terminal on the port that was named, recorded. What nobody said of its line is found out before it is asked anything else. */

import { err, ok, type Result } from "../../base/result.ts";
import { baudRates } from "../../link/at/autobaud.ts";
import { createTerminal } from "../../link/createTerminal.ts";
import type { LinkRecorder } from "../../link/recordedLink.ts";
import type { Driver, Terminal, TerminalFailure } from "../../link/terminal.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink, SerialLinkOpener } from "../../ports/serialLink.ts";
import type { TerminalArguments } from "./arguments.ts";
import { probe } from "./probe.ts";

/** What a command needs from outside; the ports of the machine by default. */
export type TerminalWorld = {
  readonly clock: Clock;
  readonly openerOf: (port: { readonly path: string; readonly baudRate: number }) => SerialLinkOpener;
  /** Settles when the person has had enough. */
  readonly interrupted: Promise<void>;
};

type Asked = {
  readonly args: Pick<TerminalArguments, "path" | "baudRate" | "driver">;
  readonly world: TerminalWorld;
  readonly recorder: LinkRecorder;
};

export type Connection = {
  readonly terminal: Terminal;
  readonly line: { readonly port: string; readonly baudRate: number; readonly driver: Driver };
  /** Settles when a link ends that nobody closed. */
  readonly lost: Promise<"lost">;
};

/** Every rate and driver that the arguments leave open. */
export function probeLine(asked: Asked): ReturnType<typeof probe> {
  const { baudRate, driver } = asked.args;
  return probe({
    openerAt: (rate) => openerAt(asked, rate),
    rates: baudRate === null ? baudRates : [baudRate],
    drivers: driver === null ? ["at", "slf"] : [driver],
    clock: asked.world.clock,
  });
}

export async function connect(asked: Asked): Promise<Result<Connection, TerminalFailure>> {
  const { baudRate, driver } = asked.args;
  if (baudRate !== null && driver !== null) return ok(terminalOn(asked, { baudRate, driver, link: null }));
  const searched = await probeLine(asked);
  if (!searched.ok) return searched;
  const { probed, found } = searched.value;
  if (found) return ok(terminalOn(asked, found));
  // Where bytes came, asking once more tells what kind of bytes they were.
  const noisy = probed.find(({ heard }) => heard === "garbage");
  return noisy ? ok(terminalOn(asked, { ...noisy, link: null })) : err({ code: "link/no-answer" });
}

type Line = { readonly baudRate: number; readonly driver: Driver; readonly link: SerialLink | null };

function terminalOn(asked: Asked, { baudRate, driver, link }: Line): Connection {
  const { clock } = asked.world;
  const { opener, lost } = watched(openerAt(asked, baudRate), link);
  const { terminal } = createTerminal({ opener, clock }, driver);
  return { terminal, line: { port: asked.args.path, baudRate, driver }, lost };
}

function openerAt({ args: { path }, world, recorder }: Asked, baudRate: number): SerialLinkOpener {
  return recorder.wrap(world.openerOf({ path, baudRate }), `${path} at ${baudRate}`);
}

/** Hands out the link that is open already first: opening a port anew may restart what is on it. */
function watched(opener: SerialLinkOpener, open: SerialLink | null) {
  let ready = open;
  let lose: (how: "lost") => void = () => {};
  const lost = new Promise<"lost">((resolve) => {
    lose = resolve;
  });
  const watching: SerialLinkOpener = {
    async open() {
      const opened = ready ? ok(ready) : await opener.open();
      ready = null;
      if (!opened.ok) return opened;
      let ours = false;
      opened.value.onClosed(() => ours || lose("lost"));
      const close = () => {
        ours = true;
        return opened.value.close();
      };
      return ok({ ...opened.value, close });
    },
  };
  return { opener: watching, lost };
}
