import { expect, test } from "vitest";
import { createAtTerminal } from "../../../device/link/at/terminal.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { playTranscript, transcriptFixture } from "../../support/transcripts.ts";

/** Asks in the order in which the record was made. Where the driver asks otherwise by now, the record is to be made anew. */
test("a strict V.250 modem that says OK to what it does not know, and ERROR to the rest, gets no identity from us", async () => {
  const clock = createManualClock();
  const { terminal, opener } = playTranscript(transcriptFixture("iaxmodem.txt"), clock);
  const driver = createAtTerminal({ opener, clock });

  const identity = await clock.runUntil(driver.readIdentity());
  const status = await clock.runUntil(driver.readStatus());

  const readings = [identity, status].flatMap((report) => (report.ok ? Object.values(report.value) : [report.error]));
  const kinds = new Set(readings.map((reading) => (reading === null ? "untold" : reading.status)));
  expect([terminal.departure(), terminal.left(), [...kinds]]).toEqual([null, 0, ["unreadable", "untold"]]);
});
