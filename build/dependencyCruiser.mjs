/** Which room may import which. What a row does not name is forbidden. `npm run rooms` checks it. */

const tests = "^(test|build)/";
/** What a room of the core sees of the world. */
const outside = ["device/base", "device/ports", "device/contract"];

/** A package is named as in an import; `node:` stands for everything that Node has built in. */
const mayImport = {
  "device/base": [],
  "device/ports": ["device/base"],
  "device/serial": ["device/base"],
  "device/contract": ["device/base", "zod"],
  "device/identity": ["device/base", "device/contract", "device/serial"],
  "device/link": [...outside, "device/serial", "device/identity"],
  "device/upstream": outside,
  "device/offline": outside,
  "device/trust": [...outside, "device/identity", "device/offline", "jose", "zod"],
  "device/journal": [...outside, "device/trust", "zod"],
  "device/profiles": [...outside, "device/bindings", "device/trust", "zod"],
  "device/evidence": [...outside, "device/journal", "device/offline", "device/trust", "jose", "zod"],
  "device/bindings": [...outside, "device/identity", "device/journal", "device/trust", "device/upstream", "zod"],
  "device/people": [...outside, "device/bindings", "device/journal", "device/offline", "device/trust", "zod"],
  "device/unbind": [
    ...outside,
    "device/(bindings|evidence|identity|journal|offline|people|profiles|trust|upstream)",
    "zod",
  ],
  "device/kiosk": [
    ...outside,
    "device/(bindings|evidence|identity|journal|link|offline|paper|people|profiles|serial|text|trust|unbind|upstream)",
    "zod",
  ],
  "device/paper": ["device/base", "device/contract", "lean-qr"],
  "device/text": ["device/base", "device/contract", "device/evidence"],
  "device/adapters/common": ["device/base", "device/ports", "device/contract", "@noble/hashes", "jose", "zod"],
  "device/adapters/node": [
    "device/base",
    "device/ports",
    "device/contract",
    "device/adapters/common",
    "node:",
    "serialport",
    "@point-of-sale/receipt-printer-encoder",
    "jose",
    "zod",
  ],
  "device/adapters/webview": ["device/base", "device/ports", "device/contract", "device/adapters/common", "zod"],
  "device/adapters/sim": ["device/base", "device/ports", "device/serial", "zod"],
  "device/shell": ["device", "node:", "zod"],
  "device/cli([.]ts$|/)": ["device", "node:", "zod"],
  electron: ["device", "electron", "zod", "node:"],
  "renderer/(?!(verifier|webView)/)": ["device/(base|contract|paper|text)", "preact", "lean-qr"],
  "renderer/webView": [
    "device/(base|contract|kiosk|ports|text)",
    "device/adapters/(common|webview)",
    "device/shell/(upstreamConfig[.]ts)",
    "renderer/(app[.]tsx|styles/main[.]css)",
    "preact",
    "zod",
  ],
  "renderer/verifier": ["device/(base|contract|evidence|text|trust)", "device/adapters/common", "preact", "qr"],
};

/** What needs more words than a row: who may not, what may not be reached, and why. */
const furtherRules = [
  {
    name: "no-cycles",
    comment: "Files that need each other to run are one file; a type may be told by the one who is told.",
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
  {
    name: "page-without-cycles",
    comment: "In the page not even a type goes round: what two screens share has a file of its own.",
    from: { path: "^renderer/" },
    to: { circular: true },
  },
  {
    name: "rooms-one-way",
    comment: "Core rooms know each other in one direction.",
    scope: "folder",
    from: { path: "^device/" },
    to: { circular: true },
  },
  {
    name: "resolvable",
    comment: "Every import must be found; what is not found is not checked.",
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: "tests-not-imported",
    comment: "Nothing that ships depends on tests or build.",
    from: { pathNot: tests },
    to: { path: tests },
  },
  {
    name: "sim-only-in-tests",
    comment: "A simulated part is chosen in the composition root, behind the configuration's switch, or in a test.",
    from: { path: "^(device|electron|renderer)/", pathNot: "^device/(adapters/sim/|cli|shell/composeKiosk[.]ts$)" },
    to: { path: "^device/adapters/sim/" },
  },
  {
    name: "electron-not-webview",
    comment: "The Android bridge is another shell.",
    from: { path: "^electron/" },
    to: { path: "^device/adapters/webview/" },
  },
  {
    name: "preload-types-only",
    comment: "One runtime import puts the whole contract into the preload.",
    from: { path: "^electron/preload[.]ts$" },
    to: { pathNot: "^node_modules/electron/|^electron$", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "page-reads-contract-types-only",
    comment:
      "The kiosk's page holds no schema. The verifier's is no part of the kiosk; in a WebView the core runs beside the page.",
    from: { path: "^renderer/", pathNot: "^renderer/(verifier|webView)/" },
    to: { path: "^device/contract/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "texts-read-types-only",
    comment: "Texts are loaded by the page, which holds no schema and checks no evidence.",
    from: { path: "^device/text/" },
    to: { path: "^device/(contract|evidence)/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "core-speaks-no-language",
    comment: "The core knows that there are words, and is given them: on Android each language is a script of its own.",
    from: { path: "^device/kiosk/" },
    to: { path: "^device/text/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "core-reaches-no-platform",
    comment: "createKiosk runs in a WebView as well as in Node.",
    from: { path: "^device/kiosk/createKiosk[.]ts$" },
    to: { path: "^device/adapters/|^electron|^node_modules/(electron|serialport)/", reachable: true },
  },
  {
    name: "page-reaches-no-platform",
    comment: "The page is untrusted: it reaches the terminal through the Host only.",
    from: { path: "^renderer/" },
    to: { path: "^device/adapters/node/|^electron/|^node_modules/(electron|serialport)/", reachable: true },
  },
];

/** Paths are regular expressions; a name that ends in none of its own stands for the whole folder. */
function pathOf(name) {
  return /[)\]]$/.test(name) ? `^${name}` : `^${name}/`;
}

function targetOf(name) {
  const isRoom = name in mayImport || name.startsWith("device") || name.startsWith("renderer/");
  return isRoom && name !== "electron" ? pathOf(name) : `^node_modules/${name}/`;
}

function ruleOf([room, allowed]) {
  const targets = allowed.filter((name) => name !== "node:").map(targetOf);
  const builtIns = allowed.includes("node:") ? { dependencyTypesNot: ["core"] } : {};
  return {
    name: `room ${room}`,
    comment: `May import ${["itself", ...allowed].join(", ")}.`,
    from: { path: pathOf(room) },
    to: { pathNot: [pathOf(room), ...targets], ...builtIns },
  };
}

const unknownRoom = {
  name: "room-unknown",
  comment: "A new room gets a row in build/dependencyCruiser.mjs first.",
  from: { path: "^(device|electron|renderer)/", pathNot: Object.keys(mayImport).map(pathOf) },
  to: {},
};

export default {
  forbidden: [...Object.entries(mayImport).map(ruleOf), unknownRoom, ...furtherRules].map((rule) => ({
    ...rule,
    severity: "error",
  })),
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "(^|/)node_modules/" },
    enhancedResolveOptions: { conditionNames: ["import", "node", "default", "types"], exportsFields: ["exports"] },
  },
};
