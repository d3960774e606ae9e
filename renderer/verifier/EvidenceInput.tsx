/** How evidence comes in: a file, pictures, a text, the camera. Codes of a series are collected until all are there. */

import { useRef, useState } from "preact/hooks";
import { utf8 } from "../../device/base/bytes.ts";
import { maxBundleBytes } from "../../device/evidence/bundle.ts";
import type { VerifierTexts } from "../../device/text/verifierTexts.ts";
import { bytesOf } from "./bytesOf.ts";
import { Camera } from "./Camera.tsx";
import { codesInFile } from "./codes.ts";
import { type Collected, collect, type Seen } from "./collecting.ts";
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
  const seen = useRef<Seen>(new Map());
  const [collected, setCollected] = useState<Collected | null>(null);
  const [failure, setFailure] = useState<OwnFailure | null>(null);
  const [scanning, setScanning] = useState(false);
  const [isOver, setOver] = useState(false);

  const give = (given: Given | null) => {
    seen.current = new Map();
    setCollected(null);
    onGiven(given);
  };

  const addCodes = (found: readonly string[]): Collected => {
    const now = collect(seen.current, found);
    seen.current = now.isWhole ? new Map() : now.seen;
    setCollected((before) => (now.text === null && before ? { ...before, leftOut: true } : now));
    // A camera reads the same code again and again.
    if (now.text !== null && now.text !== collected?.text) onGiven({ name: verifier.scanned, bytes: utf8(now.text) });
    if (now.isWhole) setScanning(false);
    return now;
  };

  const takeFiles = async (files: readonly File[]) => {
    setFailure(null);
    const pictures = files.filter(({ type }) => type.startsWith("image/"));
    const [file] = files;
    if (!file) return;
    if (pictures.length === 0) {
      give({ name: file.name, bytes: await bytesOf(file, maxBundleBytes) });
      return;
    }
    const read: string[] = [];
    let unread: OwnFailure | null = null;
    for (const picture of pictures) {
      const codes = picture.size > maxPictureBytes ? null : await codesInFile(picture);
      if (codes && codes.length > 0) read.push(...codes);
      else unread ??= failureOf(picture, codes);
    }
    setFailure(unread);
    if (read.length === 0) return;
    const { text } = addCodes(read);
    // What there is may at least be said to be no evidence.
    if (text === null && seen.current.size === 0) give({ name: verifier.scanned, bytes: utf8(read.join("\n")) });
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
        <button
          type="button"
          data-field="scan"
          onClick={() => {
            setFailure(null);
            setScanning(!scanning);
          }}
        >
          {scanning ? verifier.stopScan : verifier.scan}
        </button>
      </p>
      {scanning && (
        <Camera
          label={verifier.cameraPicture}
          onCodes={(codes) => addCodes(codes).isWhole}
          onFailure={(code) => {
            setScanning(false);
            setFailure({ code });
          }}
        />
      )}
      {collected?.progress && (
        <p role="status" data-field="progress">
          {verifier.codesRead(collected.progress.have, collected.progress.count)}
        </p>
      )}
      {collected?.leftOut && (
        <p role="status" data-field="leftOut">
          {verifier.leftOut}
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
  if (size > maxPictureBytes) return { code: "picture-too-large", file, maxBytes: maxPictureBytes };
  return { code: codes ? "picture-without-code" : "picture-unreadable", file };
}
