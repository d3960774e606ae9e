/** What falls due when, in virtual milliseconds: one entry for each participant, in lists by the millisecond. */

export type Agenda = {
  /** A participant (from 0) has at most one entry. */
  put(participant: number, atMs: number): void;
  /** Calls with everything in order of time, also with what is put in meanwhile, until `run` says no or nothing is left. */
  run(due: (participant: number, nowMs: number) => boolean): void;
};

/** Entries after `untilMs` are forgotten. */
export function createAgenda(participants: number, untilMs: number): Agenda {
  const first = new Int32Array(untilMs + 1).fill(-1);
  const next = new Int32Array(participants).fill(-1);
  return {
    put(participant, atMs) {
      const at = Math.round(atMs);
      if (at > untilMs) return;
      next[participant] = first[at] ?? -1;
      first[at] = participant;
    },
    run(due) {
      for (let nowMs = 0; nowMs <= untilMs; nowMs++) {
        for (let participant = first[nowMs] ?? -1; participant >= 0; participant = first[nowMs] ?? -1) {
          first[nowMs] = next[participant] ?? -1;
          if (!due(participant, nowMs)) return;
        }
      }
    },
  };
}
