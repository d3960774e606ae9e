/** The start of nearly every story: an upstream in process, and a terminal that is registered and enrolled with it. */

import { createManualClock } from "../support/manualClock.ts";
import { createInProcessUpstream } from "./inProcess.ts";
import type { NewBinding } from "./operator.ts";
import type { Review } from "./review.ts";
import { answerOf, createTestTerminal, identity, type TestTerminal } from "./testTerminal.ts";

export async function createEnrolledTerminal(
  settings: { readonly reviewMs?: Review; readonly grantMs?: number; readonly bindings?: NewBinding[] } = {},
) {
  const { bindings, ...review } = settings;
  const clock = createManualClock();
  const upstream = await createInProcessUpstream({ clock, reviewMs: 0, ...review });
  const { handle, audience, agreementJwk: agreementKey } = upstream;

  /** Another terminal of the same upstream, enrolled as well. */
  const another = async (who: { readonly sn: string; readonly imei: string }): Promise<TestTerminal> => {
    await upstream.operator.registerTerminal({ ...who, ...(bindings ? { bindings } : {}) });
    const { code } = await upstream.operator.issueCode({ sn: who.sn });
    const terminal = await createTestTerminal({ handle, clock, audience, agreementKey, ...who });
    await terminal.enrol(code);
    return terminal;
  };
  const terminal = await another(identity);

  /** A request that was submitted and, with the default review, is approved. */
  const submitted = async () => {
    const request = await terminal.request();
    const answer = answerOf(await terminal.submit(request));
    return { request, grant: answer.grant ?? "" };
  };
  /** A request that was carried out. */
  const unbound = async () => {
    const { request, grant } = await submitted();
    const order = await terminal.execution(request, grant);
    const answer = answerOf(await terminal.execute(request, order));
    return { request, grant, order, receipt: answer.receipt ?? "" };
  };
  return { clock, upstream, terminal, another, submitted, unbound };
}
