/** The terminal's own key: its fingerprint, and how well its private half is kept. */

import type { ProvisioningView } from "../../../device/contract/views/staff.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import { Fact } from "../../parts/Fact.tsx";

export type KeyFactsProps = { readonly words: StaffTexts; readonly provisioning: ProvisioningView };

export function KeyFacts({ words, provisioning: { key } }: KeyFactsProps) {
  if (!key) return null;
  const { kid, storage, storages } = words.label;
  return (
    <>
      <Fact label={kid} field="key-id" value={inGroups(key.kid)} mono />
      <Fact
        label={storage}
        field="key-storage"
        value={storages[key.storage]}
        tone={key.storage === "software" ? "warn" : "plain"}
      />
    </>
  );
}

/** In groups of four, so that two people can compare it. */
export function inGroups(text: string): string {
  return text.match(/.{1,4}/g)?.join(" ") ?? text;
}
