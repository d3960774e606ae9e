/** A provider's logo as it signed it: shapes and colours, on a ground of its own. What it shows stands beside it in words. */

import type { BindingView } from "../../device/contract/views/binding.ts";

type LogoProps = { readonly shapes: NonNullable<NonNullable<BindingView["brand"]>["logo"]> };

export function Logo({ shapes }: LogoProps) {
  return (
    <svg class="logo" viewBox="0 0 64 64" aria-hidden="true" data-field="logo">
      {shapes.map(({ d, fill }) => (
        <path key={d} d={d} fill={fill} />
      ))}
    </svg>
  );
}
