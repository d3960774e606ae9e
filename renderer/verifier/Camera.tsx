/** The camera's picture, looked through for codes while it is shown. Nothing of it is kept. */

import { useEffect, useRef } from "preact/hooks";
import type { VerifierFailure } from "../../device/text/verifierTexts.ts";
import { codesIn } from "./codes.ts";

/** Between two looks: the picture stays smooth on a slow telephone. */
const pauseMs = 150;

export type CameraProps = {
  readonly label: string;
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onFailure: (code: VerifierFailure) => void;
};

export function Camera({ label, onCodes, onFailure }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef({ onCodes, onFailure });
  told.current = { onCodes, onFailure };

  useEffect(() => {
    let stream: MediaStream | null = null;
    let isOpen = true;

    const look = async () => {
      const picture = video.current;
      if (!isOpen || !picture) return;
      if (picture.videoWidth > 0) {
        const codes = await codesIn(picture, picture.videoWidth, picture.videoHeight);
        if (isOpen && codes.length > 0) told.current.onCodes(codes);
      }
      setTimeout(() => void look(), pauseMs);
    };
    const open = async () => {
      if (!navigator.mediaDevices) return told.current.onFailure("camera-missing");
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch (error) {
        const refused = error instanceof Error && error.name === "NotAllowedError";
        return told.current.onFailure(refused ? "camera-refused" : "camera-missing");
      }
      if (!isOpen || !video.current) return close();
      video.current.srcObject = stream;
      await video.current.play();
      void look();
    };
    const close = () => {
      isOpen = false;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    void open();
    return close;
  }, []);

  return <video ref={video} class="camera" aria-label={label} muted playsInline />;
}
