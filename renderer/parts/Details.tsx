/** What is signed, measured or coded: one tap away for a merchant, open for technician and factory. Never left out. */

import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";

/** Whether details stand open unasked. */
export const DetailsOpen = createContext(false);

export type DetailsProps = { readonly label: string; readonly name?: string; readonly children: ComponentChildren };

export function Details({ label, name = "details", children }: DetailsProps) {
  const open = useContext(DetailsOpen);
  return (
    <details class="details" open={open} data-details={name}>
      <summary data-action={name}>{label}</summary>
      <div class="stack">{children}</div>
    </details>
  );
}
