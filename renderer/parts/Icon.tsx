/** The icons: one path each, drawn with a stroke in the colour of the text around. They say nothing that no word says. */

const paths = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6L6 18",
  warn: "M12 3.5L22 20.5H2zM12 10v4.5M12 17.6v.2",
  info: "M12 3a9 9 0 110 18 9 9 0 010-18zM12 11v5.5M12 7.6v.2",
  clock: "M12 3a9 9 0 110 18 9 9 0 010-18zM12 7v5.5l3.5 2",
  shop: "M4 10v10h16V10M3 9.5L5 4h14l2 5.5c0 3-4.5 3-4.5 0 0 3-4.5 3-4.5 0 0 3-4.5 3-4.5 0 0 3-4.5 3-4.5 0zM10 20v-5.5h4V20",
  terminal: "M7 2.5h10v19H7zM9.5 5.5h5v4.5h-5zM10 13.5h.2M12 13.5h.2M14 13.5h.2M10 17h.2M12 17h.2M14 17h.2",
  card: "M2.5 5.5h19v13h-19zM2.5 9.5h19M6 15h4",
  bank: "M3 9.5l9-6 9 6zM5 10v8M10 10v8M14 10v8M19 10v8M3 20.5h18",
  ends: "M9 15l6-6M8 11l-2.5 2.5a3.8 3.8 0 005.4 5.4L13 16.5M11 7.5l2-2.1a3.8 3.8 0 015.5 5.4L16 13.4M4 4l2 2M18 18l2 2",
  money: "M12 3a9 9 0 110 18 9 9 0 010-18zM8.5 7.5L12 12l3.5-4.5M12 12v5.5M9 12.5h6M9 15.2h6",
  phone: "M6.5 3h3l1.5 5-2 1.5a11 11 0 005.5 5.5L16 13l5 1.5v3c0 2-1.5 3-3 3C10.5 20 4 13.5 3.5 6c0-1.5 1-3 3-3z",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v6M17 20h.2M20 20h.2M17 17.5h.2",
  stick: "M8 9V3h8v6M6 9h12v9a3 3 0 01-3 3H9a3 3 0 01-3-3zM10.5 6h.2M13.3 6h.2",
  lock: "M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 017 0V11M12 15v2.5",
  pause: "M8.5 5v14M15.5 5v14",
  list: "M8.5 6H21M8.5 12H21M8.5 18H21M3.5 6h.2M3.5 12h.2M3.5 18h.2",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
