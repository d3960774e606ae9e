/** The provider's public key, from a file or a text, and the terminal's key ID where the reader has it. */

import { useState } from "preact/hooks";
import type { VerifierTexts } from "../../device/text/verifierTexts.ts";
import { maxKeyFileBytes } from "../../device/trust/publicKeys.ts";
import { FailureNote } from "./FailureNote.tsx";
import { type Keys, readKeys } from "./judging.ts";

export type KeyInputProps = {
  readonly texts: VerifierTexts;
  /** What the page came with; empty where it came without. */
  readonly ownKey: string;
  readonly onKeys: (keys: Keys | null) => void;
  readonly deviceKid: string;
  readonly onDeviceKid: (deviceKid: string) => void;
};

export function KeyInput({ texts, ownKey, onKeys, deviceKid, onDeviceKid }: KeyInputProps) {
  const { verifier } = texts;
  const [text, setText] = useState(ownKey);
  const read = text.trim() === "" ? null : readKeys(text);
  const take = (entered: string) => {
    setText(entered);
    const keys = entered.trim() === "" ? null : readKeys(entered);
    onKeys(keys && "keys" in keys ? keys : null);
  };
  const takeFile = async (file: File | undefined) => {
    if (file) take(await new Response(file.slice(0, maxKeyFileBytes)).text());
  };

  return (
    <section aria-labelledby="key">
      <h2 id="key">{verifier.keyTitle}</h2>
      <p class="hint">{verifier.keyHint}</p>
      {ownKey !== "" && text === ownKey && (
        <p class="hint" data-field="ownKey">
          {verifier.keyOfPage}
        </p>
      )}
      <p class="actions">
        <label class="button">
          {verifier.chooseKey}
          <input
            type="file"
            data-field="keyFile"
            onChange={({ currentTarget }) => {
              void takeFile(currentTarget.files?.[0]);
              currentTarget.value = "";
            }}
          />
        </label>
        {text !== "" && (
          <button type="button" onClick={() => take("")}>
            {verifier.remove}
          </button>
        )}
      </p>
      <label class="paste">
        {verifier.pasteKey}
        <textarea
          rows={3}
          spellcheck={false}
          data-field="keyText"
          value={text}
          onInput={({ currentTarget }) => take(currentTarget.value)}
        />
      </label>
      {read && "keys" in read && (
        <p role="status" class="kids" data-field="kids">
          {verifier.keyGiven(read.kids)}
        </p>
      )}
      {read && !("keys" in read) && <FailureNote failure={read} texts={texts} />}
      <label class="paste">
        {verifier.deviceKeyId}
        <input
          type="text"
          spellcheck={false}
          autocomplete="off"
          data-field="deviceKid"
          aria-describedby="deviceKidHint"
          value={deviceKid}
          onInput={({ currentTarget }) => onDeviceKid(currentTarget.value.trim())}
        />
      </label>
      <p class="hint" id="deviceKidHint">
        {verifier.deviceKeyIdHint}
      </p>
    </section>
  );
}
