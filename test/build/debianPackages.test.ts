/** Debian 13 renamed some libraries; a package that was not renamed keeps its name. */

import { expect, test } from "vitest";
import { nameOn } from "../../build/debianPackages.ts";

test("each release is asked for the names that it has", () => {
  const gtk = ["libgtk-3-0", "libgtk-3-0t64"] as const;
  const names = { bookworm: [gtk, "socat"].map(on(false)), trixie: [gtk, "socat"].map(on(true)) };
  expect(names).toEqual({ bookworm: ["libgtk-3-0", "socat"], trixie: ["libgtk-3-0t64", "socat"] });
});

function on(renamed: boolean) {
  return (entry: Parameters<typeof nameOn>[0]) => nameOn(entry, renamed);
}
