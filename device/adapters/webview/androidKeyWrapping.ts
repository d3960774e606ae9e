/** Secrets wrapped under a key of Android's key store, which never leaves it. */

import { base64url, concat, fromBase64url, utf8 } from "../../base/bytes.ts";
import type { KeyWrapping, WrapUse } from "../common/keyWrapping.ts";
import { refuse } from "../common/stateFiles.ts";
import type { Bridge } from "./bridge.ts";
import { toldOr } from "./bridgeFailure.ts";

export function createAndroidKeyWrapping(bridge: Bridge): KeyWrapping {
  return {
    async wrap(plain, use) {
      const wrapped = toldOr(await bridge.call("keys", "wrap", { bytes: base64url(plain), boundTo: boundTo(use) }));
      return { protection: "keystore", iv: wrapped.iv, wrapped: wrapped.wrapped, tag: wrapped.tag };
    },
    async unwrap({ protection, iv, wrapped, tag }, use) {
      if (protection !== "keystore") refuse(`wrapping key missing (${protection})`);
      const told = toldOr(await bridge.call("keys", "unwrap", { iv, wrapped, tag, boundTo: boundTo(use) }));
      return fromBase64url(told) ?? refuse("damaged");
    },
  };
}

/** One key for all uses, so each wrapping is bound to its use as well. */
function boundTo({ purpose, boundTo: more }: WrapUse): string {
  return base64url(concat([utf8(`${purpose}\0`), more]));
}
