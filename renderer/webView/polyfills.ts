/**
 * What the page and the core use and an engine of their age does not have, by the Chromium that has it first. Only what is
 * used, and only so much of it. Whatever of it an engine has stays as it is.
 */

type Fill = (target: object, name: string, value: unknown) => void;

const fill: Fill = (target, name, value) => {
  if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
};

// 71
fill(self, "globalThis", self);
fill(self, "queueMicrotask", (run: () => void) => void Promise.resolve().then(run));
// 54
fill(Object, "entries", (from: Record<string, unknown>) => Object.keys(from).map((key) => [key, from[key]]));
fill(Object, "values", (from: Record<string, unknown>) => Object.keys(from).map((key) => from[key]));
fill(Object, "getOwnPropertyDescriptors", (from: object) => {
  const found: Record<PropertyKey, unknown> = {};
  for (const key of Reflect.ownKeys(from)) found[key] = Object.getOwnPropertyDescriptor(from, key);
  return found;
});
// 57
fill(String.prototype, "padStart", function (this: string, length: number, by = " ") {
  return by.repeat(Math.max(0, length - this.length)).slice(0, Math.max(0, length - this.length)) + this;
});
fill(String.prototype, "padEnd", function (this: string, length: number, by = " ") {
  return this + by.repeat(Math.max(0, length - this.length)).slice(0, Math.max(0, length - this.length));
});
// 63
fill(Promise.prototype, "finally", function (this: Promise<unknown>, done: () => unknown) {
  return this.then(
    (value) => Promise.resolve(done()).then(() => value),
    (reason) =>
      Promise.resolve(done()).then(() => {
        throw reason;
      }),
  );
});
// 66
fill(String.prototype, "trimEnd", function (this: string) {
  return this.replace(/\s+$/, "");
});
// 69
fill(Array.prototype, "flatMap", function (this: unknown[], of: (one: unknown, at: number) => unknown) {
  return ([] as unknown[]).concat(...this.map((one, at) => of(one, at)));
});
// 73
fill(Object, "fromEntries", (entries: Iterable<readonly [PropertyKey, unknown]>) => {
  const made: Record<PropertyKey, unknown> = {};
  for (const [key, value] of entries) made[key] = value;
  return made;
});
fill(String.prototype, "matchAll", function (this: string, pattern: RegExp) {
  const found: RegExpExecArray[] = [];
  const own = new RegExp(pattern.source, pattern.flags);
  for (let match = own.exec(this); match !== null; match = own.exec(this)) {
    found.push(match);
    if (match[0] === "") own.lastIndex += 1;
  }
  return found;
});
// 92
fill(Array.prototype, "at", function (this: unknown[], at: number) {
  return this[at < 0 ? this.length + at : at];
});
// 93
fill(Object, "hasOwn", (from: object, name: PropertyKey) => Object.getOwnPropertyDescriptor(from, name) !== undefined);
// 120
fill(URL, "canParse", (said: string) => {
  try {
    return new URL(said).href !== "";
  } catch {
    return false;
  }
});
