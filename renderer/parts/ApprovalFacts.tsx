/** What a second person is about to agree to: who asks, for what, why, and what comes of it. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { approvalFacts } from "../../device/text/approvalFacts.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Fact } from "./Fact.tsx";

export function ApprovalFacts({ texts, unbind }: { readonly texts: Texts; readonly unbind: UnbindView }) {
  return (
    <dl class="facts">
      {approvalFacts(unbind, texts).map(({ name, label, value }) => (
        <Fact
          key={name}
          label={label}
          field={`approve-${name}`}
          value={value}
          tone={name === "ends" ? "warn" : "plain"}
        />
      ))}
    </dl>
  );
}
