/** Has every piece of the page loaded, so that a test of a screen does not wait for files. */

import { loadStaffTexts } from "../../device/text/staffTextsOf.ts";
import { loadTexts } from "../../device/text/textsOf.ts";

await Promise.all([
  loadTexts("zh-CN"),
  loadTexts("en"),
  loadStaffTexts("zh-CN"),
  loadStaffTexts("en"),
  import("../../renderer/screens/Draft.tsx"),
  import("../../renderer/screens/Checks.tsx"),
  import("../../renderer/screens/Summary.tsx"),
  import("../../renderer/screens/Challenge.tsx"),
  import("../../renderer/screens/Outcome.tsx"),
  import("../../renderer/screens/Result.tsx"),
  import("../../renderer/screens/History.tsx"),
  import("../../renderer/screens/EvidenceQr.tsx"),
  import("../../renderer/parts/QrCode.tsx"),
  import("../../renderer/screens/staff/StaffScreens.tsx"),
]);
