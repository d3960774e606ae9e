/** Says that something is going on; turns unless the system asks for less motion. */

export function Working({ label }: { readonly label: string }) {
  return (
    <p class="working" role="status">
      <span class="wheel" aria-hidden="true" />
      {label}
    </p>
  );
}
