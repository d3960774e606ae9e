/** The camera's picture, looked through for codes while it is shown. Nothing of it is kept. */

import { useEffect, useRef } from "preact/hooks";
import type { VerifierFailure } from "../../device/text/verifierTexts.ts";
import { codesIn } from "./codes.ts";

/** Between two looks: the picture stays smooth on a slow telephone. */
const pauseMs = 150;

/** The largest code has 117 modules (ISO/IEC 18004, version 25): in 480 lines, which cameras give unasked, one has three pixels. */
const wanted: MediaTrackConstraints = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };

export type CameraProps = {
  readonly label: string;
  /** Answers whether that was all: then the camera is let go. */
  readonly onCodes: (codes: readonly string[]) => boolean;
  /** It gives no picture, or none any more. */
  readonly onFailure: (code: VerifierFailure) => void;
};

export function Camera({ label, onCodes, onFailure }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef({ onCodes, onFailure });
  told.current = { onCodes, onFailure };

  useEffect(() => {
    let stream: MediaStream | null = null;
    let isOpen = true;

    const close = () => {
      isOpen = false;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const fail = (code: VerifierFailure) => {
      if (!isOpen) return;
      close();
      told.current.onFailure(code);
    };
    const look = async () => {
      const picture = video.current;
      if (!isOpen || !picture) return;
      const codes = await codesIn(picture, picture.videoWidth, picture.videoHeight);
      if (isOpen && codes.length > 0 && told.current.onCodes(codes)) close();
      else setTimeout(() => void look(), pauseMs);
    };
    const open = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
        // Whoever closes it while the browser still asks has closed it.
        if (!isOpen || !video.current) return close();
        // Not told of a track that is stopped here (Media Capture and Streams, section 4.3.3).
        for (const track of stream.getTracks()) track.addEventListener("ended", () => fail("camera-lost"));
        video.current.srcObject = stream;
        await video.current.play();
        void look();
      } catch (error) {
        fail(failures[error instanceof Error ? error.name : ""] ?? "camera-missing");
      }
    };
    void open();
    return close;
  }, []);

  return <video ref={video} class="camera" aria-label={label} muted playsInline />;
}

/** By the names of the exceptions of getUserMedia (Media Capture and Streams, section 10.2). */
const failures: Readonly<Record<string, VerifierFailure>> = {
  NotAllowedError: "camera-refused",
  SecurityError: "camera-refused",
  NotReadableError: "camera-busy",
  AbortError: "camera-busy",
};
