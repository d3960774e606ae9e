/** What went wrong last on the way of a request; where the checks before execution failed, which ones. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { CheckList } from "./CheckList.tsx";
import { ErrorNote } from "./ErrorNote.tsx";

export function RequestFailure({ texts, unbind }: { readonly texts: Texts; readonly unbind: UnbindView }) {
  const { failure, checks } = unbind;
  if (!failure) return null;
  const failed = failure.code === "unbind/gate-closed" ? checks.filter((check) => check.outcome === "failed") : [];
  return (
    <div class="stack wholeWidth">
      <ErrorNote texts={texts} failure={failure} />
      {failed.length > 0 && <CheckList texts={texts} checks={failed} />}
    </div>
  );
}
