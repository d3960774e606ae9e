/** A profile as one line a fact. What the provider does not say has no line, so a fact that was made up is one too many. */

import type { ProviderProfile } from "../../../device/profiles/schema.ts";

export function told(profile: ProviderProfile): readonly string[] {
  const { schemaVersion: _schema, profileVersion: _version, ...facts } = profile;
  return linesOf(facts, "");
}

function linesOf(value: unknown, path: string): readonly string[] {
  if (value === "unspecified") return [];
  if (Array.isArray(value)) return [`${path}: ${value.map(itemOf).join(", ")}`];
  if (typeof value !== "object" || value === null) return [`${path}: ${value}`];
  return Object.entries(value).flatMap(([name, member]) => linesOf(member, path ? `${path} ${name}` : name));
}

/** An item is named by its first member; the others stand behind it. */
function itemOf(item: unknown): string {
  if (Array.isArray(item)) return item.join(" or ");
  if (typeof item !== "object" || item === null) return String(item);
  const [name, ...others] = Object.entries(item).map(([member, value]) => (value === true ? member : String(value)));
  return others.length > 0 ? `${name} (${others.join(" ")})` : String(name);
}
