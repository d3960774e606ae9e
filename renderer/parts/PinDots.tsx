/** How many digits were typed, never which. */

export type PinDotsProps = { readonly typed: number; readonly places: number; readonly label: string };

export function PinDots({ typed, places, label }: PinDotsProps) {
  const dots = Array.from({ length: places }, (_, place) => (
    <span key={place} class={place < typed ? "dot on" : "dot"} aria-hidden="true" />
  ));
  return (
    <div class="pinDots" role="status">
      {dots}
      <span class="unseen" data-field="pin-typed">
        {label}
      </span>
    </div>
  );
}
