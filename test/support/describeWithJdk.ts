/** Tests of the Java half, where there is a JDK. */

import { describe, test } from "vitest";
import { hasJdk } from "./androidHost.ts";

/** A group of tests that needs a JDK; where there is none, it says so and does not pass for run. */
export function describeWithJdk(name: string, tests: () => void): void {
  if (hasJdk) {
    describe(name, tests);
    return;
  }
  console.warn(`${name}: NOT RUN, there is no JDK here (Debian package: default-jdk-headless)`);
  test.skip(`${name}: not run, there is no JDK`, () => {});
}
