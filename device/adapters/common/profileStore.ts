/** The ProfileStore port over state files: one private file, one profile a line. A compact JWS has no line end in it. */

import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import type { ProfileStore, ProfileStoreFailure } from "../../ports/profileStore.ts";
import { attempt, refuse, type StateFiles } from "./stateFiles.ts";

const profilesName = "profiles.jws";
/** Sixteen of the longest. */
const maxProfilesBytes = 16 * 32_768 + 16;

export function createProfileStore({ files }: { readonly files: StateFiles }): ProfileStore {
  const mutex = createMutex();
  const work = <T>(run: () => Promise<T>) =>
    mutex.run(() => attempt(run, (reason): ProfileStoreFailure => ({ code: "store/unusable", reason })));

  return {
    readProfiles: () =>
      work(async () => {
        const bytes = await files.read(profilesName, maxProfilesBytes);
        const lines = bytes && (fromUtf8(bytes) ?? refuse("damaged"));
        return lines ? lines.split("\n") : [];
      }),
    writeProfiles: (profiles) =>
      work(async () => {
        const bytes = utf8(profiles.join("\n"));
        if (bytes.length > maxProfilesBytes) refuse(`longer than ${maxProfilesBytes} bytes`);
        await files.replace(profilesName, bytes);
      }),
  };
}
