/** Takes the channel that the platform hands to this page, and to no other: an event that comes from no frame. */

import type { BridgeChannel } from "../../device/adapters/webview/bridge.ts";

/** Resolves with the first one; there is one for each page. */
export function takeChannel(page: Window): Promise<BridgeChannel> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent) => {
      const [port] = event.ports;
      // Every frame and window says who it is; the platform is none.
      if (event.source !== null || event.data !== "jiebang" || port === undefined) return;
      page.removeEventListener("message", take);
      resolve(channelOver(port));
    };
    page.addEventListener("message", take);
  });
}

function channelOver(port: MessagePort): BridgeChannel {
  return {
    post: (text) => port.postMessage(text),
    listen(listener) {
      // What came before waits in the port until now.
      port.onmessage = ({ data }) => listener(data);
    },
    close: () => port.close(),
  };
}
