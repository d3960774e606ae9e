/** Tries what was answered on the real thing: the terminal on its port, and the provider at its address. */

import { createNodeUpstream } from "../../adapters/node/nodeUpstream.ts";
import type { TlsFiles } from "../../adapters/node/tlsFiles.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import { createLinkRecorder } from "../../link/recordedLink.ts";
import type { Driver, TerminalFailure } from "../../link/terminal.ts";
import { isTls, isUpstreamUrl } from "../../shell/upstreamConfig.ts";
import { createUpstreamClient } from "../../upstream/client.ts";
import { connect, type TerminalWorld } from "../terminal/connection.ts";

export type FoundTerminal = { readonly baudRate: number; readonly driver: Driver; readonly sn: string };

/** Asks the terminal who it is; what nobody said of its line is found out. */
export async function tryTerminal(
  line: { readonly path: string; readonly baudRate: number | null; readonly driver: Driver | null },
  world: TerminalWorld,
): Promise<Result<FoundTerminal, TerminalFailure>> {
  const recorder = createLinkRecorder({ clock: world.clock, record: () => {} });
  const connected = await connect({ args: line, world, recorder });
  if (!connected.ok) return connected;
  const { terminal, line: found } = connected.value;
  const read = await terminal.readIdentity();
  await terminal.close();
  if (!read.ok) return read;
  const { sn } = read.value;
  // A terminal that answers and keeps its number to itself is the kiosk's matter to tell.
  return ok({ baudRate: found.baudRate, driver: found.driver, sn: sn.status === "read" ? sn.value : "?" });
}

export type UpstreamTrialFailure =
  | { readonly code: "setup/upstream-wrong"; readonly url: string }
  | { readonly code: ErrorCode };

/** The provider's own time, as it told it. */
export async function tryUpstream(
  { url, simulated, tls }: { readonly url: string; readonly simulated: boolean; readonly tls: TlsFiles },
  { clock }: Pick<TerminalWorld, "clock">,
): Promise<Result<string, UpstreamTrialFailure>> {
  if (!isUpstreamUrl(url) || !(simulated || isTls(url))) return err({ code: "setup/upstream-wrong", url });
  const client = createUpstreamClient({ upstream: createNodeUpstream({ baseUrl: url, clock, tls }), clock });
  const answered = await client.health();
  return answered.ok ? ok(answered.value.value) : err({ code: answered.error.code });
}
