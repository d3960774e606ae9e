// A provider is known by its logo and colour, as far as they can be read, and by its name always.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import { pageTexts } from "../../device/text/pageTexts.ts";
import { App } from "../../renderer/app.tsx";
import { contrast, readableOn, surfaces } from "../../renderer/state/brandColour.ts";
import { createFakeHost } from "../support/fakeHost.ts";
import { snapshots } from "../support/snapshots.ts";
import { draw } from "../support/tinyDom.ts";
import "../support/wholePage.ts";

const { home } = snapshots;

async function homeWith(change: Partial<BindingView>) {
  if (home.bindings.state !== "known") throw new Error("the example shop is bound");
  const [first, ...others] = home.bindings.list;
  const list = first ? [{ ...first, ...change }, ...others] : [];
  const root = await draw(<App host={createFakeHost({ ...home, bindings: { state: "known", list } })} />);
  const card = [...root.everything()].find(({ attributes }) => attributes.get("class") === "card shopCard");
  return {
    shapes: [...(root.find("field", "logo")?.everything() ?? [])].filter(({ localName }) => localName === "path")
      .length,
    colours: Object.fromEntries(card?.styles ?? []),
    name: root.find("field", "provider-name")?.textContent,
    since: root.find("field", "bound-since")?.textContent,
  };
}

test("The card has the provider's logo, its name in a colour that can be read, and since when it is bound", async () => {
  const boundAt = "2025-06-01T04:00:00.000Z";
  const shown = await homeWith({ boundAt });
  const words = pageTexts.in("zh-CN")?.screens.home;
  expect(shown).toEqual({
    shapes: 2,
    colours: { "--brand-light": "#0b7285" },
    name: words?.boundAt("示例支付"),
    since: words?.boundSince("2025年6月1日"),
  });
});

test("Without a brand the card is the product's own; without a day none is told", async () => {
  const shown = await homeWith({ brand: null, boundAt: null });
  expect([shown.shapes, shown.colours, shown.since]).toEqual([0, {}, undefined]);
});

test.each([
  ["black", "#000000", ["light"]],
  ["white", "#ffffff", ["dark"]],
  ["a strong yellow", "#facc15", ["dark"]],
  ["a dark blue", "#1d4ed8", ["light"]],
  ["what can be read on neither", "#7a7a7a", []],
  ["none", null, []],
])("Of %s is used what can be read", (_what, colour, themes) => {
  const used = Object.entries(readableOn(colour)).flatMap(([theme, value]) => (value ? [theme] : []));
  expect(used).toEqual(themes);
});

// The first example of WCAG 2.2's technique G18, and the ends of the scale.
test("Contrast is that of WCAG 2.2", () => {
  expect([contrast("#000000", "#ffffff"), contrast("#777777", "#777777"), contrast("#767676", "#ffffff")]).toEqual([
    21,
    1,
    expect.closeTo(4.54, 2),
  ]);
});

test("The surfaces that a colour is judged against are those of the styles", () => {
  const styles = (name: string) => readFileSync(join(projectDir, "renderer/styles", name), "utf8");
  const surfacesIn = (text: string) => [
    ...new Set([...text.matchAll(/--surface: (#\w+);/g)].map(([, value]) => value)),
  ];
  expect([surfacesIn(styles("base.css")), surfacesIn(styles("dark.css"))]).toEqual([[surfaces.light], [surfaces.dark]]);
});
