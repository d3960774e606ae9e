/** The reference upstream in a process of its own, for a station: knows so many terminals, and told "codes" issues one for each. */

import { startUpstream } from "../upstream/server.ts";
import { numberedIdentity } from "./numberedIdentity.ts";

const [stateDir, count] = process.argv.slice(2);
if (!stateDir || !Number(count)) throw new Error("stationUpstream.ts STATE_DIR COUNT");
const terminals = Array.from({ length: Number(count) }, (_, at) => numberedIdentity(at));
const upstream = await startUpstream({ stateDir, port: 0 });
for (const terminal of terminals) await upstream.operator.registerTerminal(terminal);

process.on("message", async () => {
  const codes: (readonly [sn: string, code: string])[] = [];
  for (const { sn } of terminals) codes.push([sn, (await upstream.operator.issueCode({ sn })).code]);
  process.send?.(codes);
});
process.on("disconnect", () => process.exit());
process.send?.({ baseUrl: upstream.baseUrl, key: upstream.publicJwk, agreementKey: upstream.agreementJwk });
