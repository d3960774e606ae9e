/** The RemovableMedia port on Node: a folder, which is there or not. */

import { opendir, stat } from "node:fs/promises";
import type { RemovableMedia } from "../../ports/removableMedia.ts";
import { type CarrierFolder, createRemovableMedia } from "../common/removableMedia.ts";
import { refuse } from "../common/stateFiles.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

/** Without a folder there never is a medium. */
export function createNodeRemovableMedia({ dir }: { readonly dir: string | undefined }): RemovableMedia {
  return createRemovableMedia({ folder: dir === undefined ? noFolder : folderAt(dir) });
}

const noFolder: CarrierFolder = {
  list: async () => null,
  read: async () => null,
  replace: async () => refuse("ENOENT", "system"),
};

function folderAt(dir: string): CarrierFolder {
  const { read, replace } = createNodeStateFiles(dir);
  return {
    read,
    replace,
    async list(maxEntries) {
      if (!(await isFolder(dir))) return null;
      const names: string[] = [];
      let seen = 0;
      for await (const entry of await opendir(dir)) {
        seen += 1;
        if (seen > maxEntries) refuse(`more than ${maxEntries} entries`);
        if (entry.isFile()) names.push(entry.name);
      }
      return names;
    },
  };
}

const isFolder = (dir: string) =>
  stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
