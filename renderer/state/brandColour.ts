/** Where a provider's colour can be read as text: by the contrast of WCAG 2.2 (1.4.3), and nowhere else. */

/** What cards stand on, as the styles have it. */
export const surfaces = { light: "#ffffff", dark: "#172130" } as const;

/** For small text. */
const least = 4.5;

/** By theme; undefined where the colour is too near to the surface, and the product's own is used. */
export function readableOn(colour: string | null): Readonly<Record<keyof typeof surfaces, string | undefined>> {
  const on = (surface: string) => (colour && contrast(colour, surface) >= least ? colour : undefined);
  return { light: on(surfaces.light), dark: on(surfaces.dark) };
}

/** Of two colours as "#rrggbb": 1 where they are the same, 21 between black and white. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
