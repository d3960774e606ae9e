import { expect, test } from "vitest";
import { fromLatin1, latin1 } from "../../../device/base/bytes.ts";
import { createAtTerminal } from "../../../device/link/at/terminal.ts";
import { createLinkRecorder } from "../../../device/link/recordedLink.ts";
import type { SerialLink, SerialLinkOpener } from "../../../device/ports/serialLink.ts";
import { transcriptLine } from "../../../device/serial/transcript.ts";
import { createManualClock } from "../manualClock.ts";
import { playTranscript } from "../transcripts.ts";
import { createSimTerminal } from "./simTerminal.ts";
import { createSimTerminalOpener } from "./simTerminalLink.ts";

const opened = async (opener: SerialLinkOpener): Promise<{ link: SerialLink; heard: string[] }> => {
  const link = await opener.open();
  if (!link.ok) throw new Error(link.error.code);
  const heard: string[] = [];
  link.value.onBytes((bytes) => heard.push(latin1(bytes)));
  return { link: link.value, heard };
};

const twoQuestions = `
10 => 41540d  AT\\r
14 <= 4f4b0d  OK\\r
914 <= 52494e470d  RING\\r
2000 => 415449  ATI
2000 => 0d  \\r
2000 <= 58310d  X1\\r
`;

test("a recorded terminal answers the recorded words, however they are cut, as long after them as it did", async () => {
  const clock = createManualClock();
  const { terminal, opener } = playTranscript(twoQuestions, clock);
  const { link, heard } = await opened(opener);

  await link.write(fromLatin1("A"));
  await link.write(fromLatin1("T\r"));
  await clock.advance(903);
  const beforeRing = [...heard];
  await clock.advance(1);
  await link.write(fromLatin1("ATI\r"));

  expect({ beforeRing, heard, left: terminal.left(), departure: terminal.departure() }).toEqual({
    beforeRing: ["OK\r"],
    heard: ["OK\r", "RING\r", "X1\r"],
    left: 0,
    departure: null,
  });
});

test("a computer that is quicker than the recorded one hears all the same in the same order", async () => {
  const { terminal, opener } = playTranscript(twoQuestions, createManualClock());
  const { link, heard } = await opened(opener);

  await link.write(fromLatin1("AT\r"));
  await link.write(fromLatin1("ATI\r"));

  expect([heard, terminal.left()]).toEqual([["OK\r", "RING\r", "X1\r"], 0]);
});

test("a recorded terminal that is asked something else goes away, and says where", async () => {
  const { terminal, opener } = playTranscript(twoQuestions, createManualClock());
  const { link, heard } = await opened(opener);
  let closed = 0;
  link.onClosed(() => closed++);

  await link.write(fromLatin1("AT+CGSN\r"));
  const later = await link.write(fromLatin1("AT\r"));

  expect({ heard, closed, later, departure: terminal.departure(), again: await opener.open() }).toEqual({
    heard: [],
    closed: 1,
    later: { ok: false, error: { code: "link/closed" } },
    departure: { expected: "AT\\r", got: "AT+CGSN\\r" },
    again: { ok: false, error: { code: "link/port-missing", path: "sim" } },
  });
});

test("more than was recorded is asked of nobody", async () => {
  const { terminal, opener } = playTranscript("=> 41\n<= 42", createManualClock());
  const { link } = await opened(opener);

  await link.write(fromLatin1("A"));
  await link.write(fromLatin1("A"));

  expect(terminal.departure()).toEqual({ expected: "", got: "A" });
});

test("what a terminal said before it was asked is said when the play begins", async () => {
  const clock = createManualClock();
  const { terminal, opener } = playTranscript("0 # open\n250 <= 5244590d  RDY\\r\n=> 41", clock);
  const { heard } = await opened(opener);

  terminal.begin();
  await clock.advance(250);

  expect([heard, terminal.left()]).toEqual([["RDY\r"], 1]);
});

test("a whole reading of a slow, noisy terminal is recorded, and read again from the record with the same result", async () => {
  const clock = createManualClock();
  const sim = createSimTerminal({ clock, identity: { sn: "JB-REC-1" } });
  sim.isNoisy(true);
  sim.isSlow(40);
  sim.answersLate(3_500, "AT+CGSN=1");
  const lines: string[] = [];
  const recorder = createLinkRecorder({ clock, record: (entry) => lines.push(transcriptLine(entry)) });
  const live = createAtTerminal({ opener: recorder.wrap(createSimTerminalOpener(sim), "sim"), clock });
  const told = await clock.runUntil(live.readIdentity());
  await live.close();

  const again = createManualClock();
  const { terminal, opener } = playTranscript(lines.join("\n"), again);
  const replayed = createAtTerminal({ opener, clock: again });
  const toldAgain = await again.runUntil(replayed.readIdentity());

  expect({ toldAgain, left: terminal.left(), departure: terminal.departure() }).toEqual({
    toldAgain: told,
    left: 0,
    departure: null,
  });
});
