/**
 * From the terminal's last word, which is read once more when a request is confirmed, to the last byte of the signed
 * request at the upstream, with the journal durable in between. Kiosk and floor run in one process, the upstream in this one; all read the same monotonic clock.
 */

import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { openSurroundings, type Surroundings } from "../../support/surroundings.ts";
import type { ConfirmAnswer, ConfirmOrder } from "../confirmProcess.ts";
import { type Figure, inTurn } from "../figure.ts";
import { benchPin, setUpTerminal, startHeadlessKiosk } from "../headlessKiosk.ts";

const rounds = 40;

export const confirm: Figure = {
  name: "confirm",
  title: "confirm, the terminal read again, to last request byte, journal durable",
  floor: "jose sign + fdatasync + one loopback POST",
  unit: "ms",
  goal: 1.5,
  async measure(ground) {
    const dir = await ground.scratchDir("confirm");
    const around = { dir, user: undefined, window: { width: 720, height: 1280 }, reviewMs: "manual" } as const;
    const surroundings = await openSurroundings(around);
    surroundings.terminal.terminal.paces(null);
    const { operator } = surroundings.upstream;
    const firstStart = await startHeadlessKiosk(surroundings.configPath);
    await setUpTerminal(firstStart, operator, benchPin);
    await firstStart.close();
    const child = fork(join(import.meta.dirname, "../confirmProcess.ts"), [surroundings.configPath]);
    try {
      await answerOf(child);
      const confirmed = async () => {
        const sent = await ask(child, "confirm");
        const { requests } = await operator.list();
        const open = requests.find(({ requestId }) => sent.idempotencyKey === `"${requestId}"`);
        if (!open) throw new Error("the request did not arrive");
        await operator.reject({ requestId: open.requestId, code: "bench" });
        await ask(child, "seeOutcome");
        return arrivedAfterMs(surroundings, sent);
      };
      return await inTurn(rounds, confirmed, async () => arrivedAfterMs(surroundings, await ask(child, "floor")));
    } finally {
      child.disconnect();
      await surroundings.close();
    }
  },
};

async function arrivedAfterMs({ upstream }: Surroundings, sent: ConfirmAnswer): Promise<number> {
  const log = await upstream.operator.log();
  const message = log.find(({ idempotencyKey }) => idempotencyKey === sent.idempotencyKey);
  if (!message) throw new Error("the message did not arrive");
  return Number(BigInt(message.lastByteAtNs) - BigInt(sent.startedNs)) / 1e6;
}

function ask(child: ChildProcess, order: ConfirmOrder): Promise<ConfirmAnswer> {
  const answered = answerOf(child);
  child.send(order);
  return answered;
}

function answerOf(child: ChildProcess): Promise<ConfirmAnswer> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error("the process that confirms ended"));
    child.once("exit", ended);
    child.once("message", (answer) => {
      child.off("exit", ended);
      resolve(answer as ConfirmAnswer);
    });
  });
}
