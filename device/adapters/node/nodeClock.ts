/** The Clock port on Node, which has the web's clocks and timers. */

import { createWebClock } from "../common/webClock.ts";

export const createNodeClock = createWebClock;
