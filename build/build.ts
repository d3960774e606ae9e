/** `npm run build`: the app folder, and nothing else. */

import { buildApp } from "./bundle.ts";

const { appDir } = await buildApp();
console.log(`Built ${appDir}`);
