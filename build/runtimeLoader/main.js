// Stands in for Electron's default_app.asar in the test runtime: runs the app folder given as the first argument.
// ESM on purpose: a CommonJS loader lets "ready" fire before the app's module has registered its schemes.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith("-")) ?? ".");
const { name, version, main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
app.setName(name);
app.setVersion(version);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, main)).href);
