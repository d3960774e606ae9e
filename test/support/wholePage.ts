/** Has every piece of the page loaded, so that a test of a screen does not wait for files. */

import { errorPageTexts } from "../../device/text/errorPageTexts.ts";
import { pageTexts } from "../../device/text/pageTexts.ts";
import { staffPageTexts } from "../../device/text/staffPageTexts.ts";

await Promise.all([
  pageTexts.load("zh-CN"),
  pageTexts.load("en"),
  errorPageTexts.load("zh-CN"),
  errorPageTexts.load("en"),
  staffPageTexts.load("zh-CN"),
  staffPageTexts.load("en"),
  import("../../renderer/parts/DrawingDialog.tsx"),
  import("../../renderer/parts/IdleWarning.tsx"),
  import("../../renderer/screens/AnotherTerminal.tsx"),
  import("../../renderer/screens/ChooseRole.tsx"),
  import("../../renderer/screens/OutOfService.tsx"),
  import("../../renderer/screens/Pin.tsx"),
  import("../../renderer/screens/Unbound.tsx"),
  import("../../renderer/screens/Menu.tsx"),
  import("../../renderer/screens/CodeEntry.tsx"),
  import("../../renderer/screens/Draft.tsx"),
  import("../../renderer/screens/Checks.tsx"),
  import("../../renderer/screens/Summary.tsx"),
  import("../../renderer/screens/Progress.tsx"),
  import("../../renderer/screens/Challenge.tsx"),
  import("../../renderer/screens/Outcome.tsx"),
  import("../../renderer/screens/Result.tsx"),
  import("../../renderer/screens/History.tsx"),
  import("../../renderer/parts/QrCode.tsx"),
  import("../../renderer/screens/staff/StaffScreens.tsx"),
]);
