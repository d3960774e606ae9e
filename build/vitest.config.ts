/**
 * Groups of tests that can be run alone: `vitest run --config build/vitest.config.ts --project core`.
 * core is fast and needs nothing from the machine; node-in-electron is the part of core whose answers depend on the
 * crypto and the disk of the runtime that ships; peers meets programs of other people; e2e has the real window; package makes what is handed out and installs it on a
 * terminal that boots, installed does so on any Debian.
 */

import { defineConfig } from "vitest/config";
import { projectDir } from "./paths.ts";

const machineDependent = ["test/device/{adapters,evidence,journal,trust,unbind,upstream}/**/*.test.ts"];

/** Ends a test that hangs. How fast one is, is never judged: machines and their loads differ. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

/** What `npm test` does with the package, on any Debian: see installedSetup.ts. */
const onAnyDebian = ["test/package/{withoutServiceManager,otherMachine}.test.ts"];

/** Each installs the package on a machine of its own, which takes a processor. */
const oneMachineAtATime = {
  testTimeout: 180_000,
  hookTimeout: 180_000,
  maxWorkers: 1,
  sequence: { groupOrder: 2 },
};

export default defineConfig({
  root: projectDir,
  test: {
    // One a processor: left alone, one of them stands by for a watcher that nobody starts here.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "core",
          ...patience,
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/{architecture,e2e,package,peers}/**"],
        },
      },
      { test: { name: "node-in-electron", include: machineDependent, ...patience } },
      { test: { name: "architecture", include: ["test/architecture/**/*.test.ts"], ...patience } },
      {
        test: {
          name: "peers",
          include: ["test/peers/**/*.test.ts"],
          globalSetup: "build/peersSetup.ts",
          ...patience,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "build/e2eSetup.ts",
          ...patience,
          // They wait more than they work. In a group of their own, which a number of workers of their own demands.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "package",
          include: ["test/package/**/*.test.ts"],
          exclude: onAnyDebian,
          globalSetup: "build/packageSetup.ts",
          ...oneMachineAtATime,
        },
      },
      {
        test: {
          name: "installed",
          include: onAnyDebian,
          globalSetup: "build/installedSetup.ts",
          ...oneMachineAtATime,
        },
      },
    ],
  },
});
