/** How evidence comes in: a file, pictures, a text, the camera. Codes of a series are collected until all are there. */

import { useRef, useState } from "preact/hooks";
import { utf8 } from "../../device/base/bytes.ts";
import { maxBundleBytes } from "../../device/evidence/bundle.ts";
import { isQrPart, partCount } from "../../device/evidence/qrParts.ts";
import type { VerifierTexts } from "../../device/text/verifierTexts.ts";
import { Camera } from "./Camera.tsx";
import { codesInFile } from "./codes.ts";
import { FailureNote } from "./FailureNote.tsx";
import type { Given, OwnFailure } from "./judging.ts";

/** A photograph of a telephone of today has a tenth of it. */
const maxPictureBytes = 60_000_000;

export type EvidenceInputProps = {
  readonly texts: VerifierTexts;
  readonly onGiven: (given: Given | null) => void;
};

export function EvidenceInput({ texts, onGiven }: EvidenceInputProps) {
  const { verifier } = texts;
  const codes = useRef<readonly string[]>([]);
  const [progress, setProgress] = useState<{ readonly have: number; readonly count: number } | null>(null);
  const [failure, setFailure] = useState<OwnFailure | null>(null);
  const [scanning, setScanning] = useState(false);
  const [isOver, setOver] = useState(false);

  const give = (given: Given | null) => {
    codes.current = [];
    setProgress(null);
    onGiven(given);
  };

  /** Parts of one series add up; anything else is evidence by itself. */
  const addCodes = (found: readonly string[]) => {
    const parts = [...new Set(found.every(isQrPart) ? [...codes.current, ...found] : found)];
    codes.current = parts;
    const count = partCount(parts[0] ?? "");
    setProgress(count === null ? null : { have: parts.length, count });
    if (count === null || parts.length >= count) setScanning(false);
    onGiven({ name: verifier.scanned, bytes: utf8(parts.join("\n")) });
  };

  const takeFiles = async (files: readonly File[]) => {
    setFailure(null);
    const pictures = files.filter(({ type }) => type.startsWith("image/"));
    const [file] = files;
    if (!file) return;
    if (pictures.length === 0) {
      // Read only as far as it can be evidence: one byte more shows that it is none.
      const bytes = new Uint8Array(await bytesOf(file.slice(0, maxBundleBytes + 1)));
      give({ name: file.name, bytes });
      return;
    }
    const read: string[] = [];
    for (const picture of pictures) {
      const codes = picture.size > maxPictureBytes ? null : await codesInFile(picture);
      if (!codes || codes.length === 0) {
        setFailure(failureOf(picture, codes));
        return;
      }
      read.push(...codes);
    }
    addCodes(read);
  };

  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">{verifier.evidenceTitle}</h2>
      <p class="hint">{verifier.evidenceHint}</p>
      <label
        class={isOver ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void takeFiles([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        <span class="dropHere">{verifier.dropHere}</span>
        <span class="button">{verifier.chooseFile}</span>
        <input
          type="file"
          multiple
          data-field="evidenceFile"
          onChange={({ currentTarget }) => {
            void takeFiles([...(currentTarget.files ?? [])]);
            // The same file, saved anew, is chosen again.
            currentTarget.value = "";
          }}
        />
      </label>
      <p class="actions">
        <button type="button" onClick={() => setScanning(!scanning)}>
          {scanning ? verifier.stopScan : verifier.scan}
        </button>
      </p>
      {scanning && (
        <Camera
          label={verifier.cameraPicture}
          onCodes={addCodes}
          onFailure={(code) => {
            setScanning(false);
            setFailure({ code });
          }}
        />
      )}
      {progress && (
        <p role="status" data-field="progress">
          {verifier.codesRead(progress.have, progress.count)}
        </p>
      )}
      {failure && <FailureNote failure={failure} texts={texts} />}
      <label class="paste">
        {verifier.pasteEvidence}
        <textarea
          rows={3}
          spellcheck={false}
          data-field="evidenceText"
          onInput={({ currentTarget }) => {
            setFailure(null);
            const text = currentTarget.value.trim();
            // Whoever copies a text loses its last line feed, and a bundle ends with one.
            give(text === "" ? null : { name: verifier.pasted, bytes: utf8(`${text}\n`) });
          }}
        />
      </label>
    </section>
  );
}

function failureOf({ name: file, size }: File, codes: readonly string[] | null): OwnFailure {
  if (size > maxPictureBytes) return { code: "file-too-large", file, maxBytes: maxPictureBytes };
  return { code: codes ? "picture-without-code" : "picture-unreadable", file };
}

/** Blob.arrayBuffer is younger than the oldest browser that this page opens in. */
function bytesOf(blob: Blob): Promise<ArrayBuffer> {
  return new Response(blob).arrayBuffer();
}
