/** Runs once before the tests against independent peers: their Debian packages, and the socat that makes a pty. */

import { ensureDebianPackages } from "./debianPackages.ts";

export async function setup(): Promise<void> {
  const packages = await ensureDebianPackages(["terminal", "peers"]);
  if (!packages.ok) throw new Error(packages.error.says);
}
