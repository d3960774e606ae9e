/** The Random port on Node, which has WebCrypto. */

import { createWebRandom } from "../common/webRandom.ts";

export const createNodeRandom = createWebRandom;
