/** `npm run package`: the app with the Electron that ships, for production. */

import { fetchOfficialElectron } from "./electronRuntime.ts";
import { packageApp } from "./packaging.ts";

const runtime = await fetchOfficialElectron();
const packed = runtime.ok ? await packageApp(runtime.value) : runtime;
if (packed.ok) console.log(`Packed into ${packed.value}`);
else {
  console.error(packed.error.says);
  process.exitCode = 1;
}
