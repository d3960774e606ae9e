/** What can be heard: two notes up when an unbind is done, two down when it failed. The page makes them, so that there is no file. */

import { useEffect, useRef } from "preact/hooks";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { stageOf } from "./screenOf.ts";

export type Sound = "done" | "failed";

/** In hertz: a fifth. */
const notes: Readonly<Record<Sound, readonly number[]>> = { done: [523, 784], failed: [392, 262] };
const noteSeconds = 0.22;
const loudest = 0.25;

let audio: AudioContext | null = null;

/** Silent where the engine has no Web Audio, or lets nothing be heard. */
export function play(sound: Sound): void {
  if (typeof AudioContext === "undefined") return;
  audio ??= new AudioContext();
  const { currentTime, destination } = audio;
  for (const [index, hertz] of notes[sound].entries()) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    const beginsAt = currentTime + index * noteSeconds;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(loudest, beginsAt);
    volume.gain.linearRampToValueAtTime(0, beginsAt + noteSeconds);
    tone.connect(volume).connect(destination);
    tone.start(beginsAt);
    tone.stop(beginsAt + noteSeconds);
  }
}

type Heard = Pick<Snapshot, "service" | "unbind">;

/** What is heard of a change; null where nothing came to an end in it. */
export function soundOf(before: Heard, now: Heard): Sound | null {
  if (now.service.phase === "outOfService") return before.service.phase === "outOfService" ? null : "failed";
  const [was, is] = [before.unbind.state, now.unbind.state];
  if (was === is) return null;
  if (stageOf[is] === "finished") return stageOf[was] === "finished" ? null : "done";
  return is === "rejected" || is === "expired" || is === "wipeIncomplete" ? "failed" : null;
}

/** Plays what the change from one snapshot to the next says. A page that was loaded just now has heard of none. */
export function useSound(snapshot: Snapshot | null): void {
  const last = useRef<Snapshot | null>(null);
  useEffect(() => {
    const sound = last.current && snapshot?.sound ? soundOf(last.current, snapshot) : null;
    last.current = snapshot;
    if (sound) play(sound);
  }, [snapshot]);
}
