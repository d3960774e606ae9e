/** QR codes out of pictures and out of the camera: by the browser where it reads them itself, by a library where not. */

import { decodeQRBatch } from "qr/decode.js";

/** The Shape Detection API, which no type library has yet. */
type Detector = { detect(source: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]> };
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

/** Larger pictures are drawn smaller first: a code of 117 modules is still 17 pixels a module. */
const maxEdgePx = 2_000;
/** A picture is looked at once, so it may take as long as a person waits. */
const patienceMs = 2_000;

/** The texts of all codes in it; empty where there is none, or no picture yet. */
export async function codesIn(source: CanvasImageSource, width: number, height: number): Promise<readonly string[]> {
  if (width === 0 || height === 0) return [];
  const found = await detect(source);
  return found.length > 0 ? found : decode(source, width, height);
}

/** Where a browser has a detector, what it needs of the system below may still be missing: then it fails, and nothing was found. */
async function detect(source: CanvasImageSource): Promise<readonly string[]> {
  const { BarcodeDetector } = globalThis as { readonly BarcodeDetector?: DetectorClass };
  if (!BarcodeDetector) return [];
  try {
    const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(source);
    return found.map(({ rawValue }) => rawValue);
  } catch {
    return [];
  }
}

async function decode(source: CanvasImageSource, width: number, height: number): Promise<readonly string[]> {
  const scale = Math.min(1, maxEdgePx / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return [];
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const [found = []] = await decodeQRBatch([context.getImageData(0, 0, canvas.width, canvas.height)], {
    timeLimit: patienceMs,
  });
  return found.filter((text): text is string => typeof text === "string");
}

/** The codes of a picture's file; null where it is no picture. */
export async function codesInFile(file: Blob): Promise<readonly string[] | null> {
  const url = URL.createObjectURL(file);
  try {
    const picture = new Image();
    await new Promise((resolve, reject) => {
      picture.onload = resolve;
      picture.onerror = reject;
      picture.src = url;
    });
    return await codesIn(picture, picture.naturalWidth, picture.naturalHeight);
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
