/** Has every piece of the page loaded, so that a test of a screen does not wait for files. */

import { loadTexts } from "../../renderer/text/textsOf.ts";

await Promise.all([
  loadTexts("zh-CN"),
  loadTexts("en"),
  import("../../renderer/screens/Draft.tsx"),
  import("../../renderer/screens/Summary.tsx"),
  import("../../renderer/screens/Challenge.tsx"),
  import("../../renderer/screens/Result.tsx"),
  import("../../renderer/screens/History.tsx"),
  import("../../renderer/screens/EvidenceQr.tsx"),
  import("../../renderer/parts/QrCode.tsx"),
]);
