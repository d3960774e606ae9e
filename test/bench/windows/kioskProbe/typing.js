// Keys on the PIN pad, each to the frame in which its dot has come or gone, in frames of this display.
import { setTimeout as wait } from "node:timers/promises";

/** Goes to the pad, counts how long a frame is, and waits for keys. */
const toPad = `(async () => {
  const seen = (selector) => new Promise((resolve) => {
    const look = () => { const found = document.querySelector(selector); if (found) resolve(found); };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
    look();
  });
  const frame = () => new Promise(requestAnimationFrame);
  const pad = '[data-screen="enterPin"] [data-action="digit-1"]:enabled';
  const onTheWay = ["open-menu", "begin-unbind-generic-pos-terminal_to_merchant", "role-merchant"];
  for (const name of onTheWay) {
    const met = await seen([pad, ...onTheWay.map((each) => '[data-action="' + each + '"]:enabled')].join());
    if (met.matches(pad)) break;
    met.click();
    await frame();
    await frame();
  }
  await seen(pad);
  const frames = [];
  for (let n = 0, before = await frame(); n < 60; n++) {
    const now = await frame();
    frames.push(now - before);
    before = now;
  }
  const frameMs = frames.sort((a, b) => a - b)[30];
  let pressedAt = 0;
  addEventListener("keydown", (event) => { pressedAt = event.timeStamp; }, true);
  window.nextDot = () => new Promise((resolve) => {
    const dots = document.querySelector('[data-screen="enterPin"] .pinDots');
    const seen = new MutationObserver(async () => {
      seen.disconnect();
      await frame();
      // A task of its own: after the frame that was about to be made has been.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve((performance.now() - pressedAt) / frameMs);
      port2.postMessage(null);
    });
    seen.observe(dots, { subtree: true, childList: true, attributes: true, characterData: true });
  });
})()`;

export async function typeKeys(contents, count) {
  await contents.executeJavaScript(toPad);
  const frames = [];
  for (let n = 0; n < count; n++) {
    const painted = contents.executeJavaScript("window.nextDot()");
    // Not in step with the frames.
    await wait(40 + ((n * 7) % 17));
    const keyCode = n % 2 === 0 ? "7" : "Backspace";
    contents.sendInputEvent({ type: "keyDown", keyCode });
    contents.sendInputEvent({ type: "keyUp", keyCode });
    frames.push(await painted);
  }
  return frames;
}
