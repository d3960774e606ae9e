/** What every language must say of a verification. Each code that may come has its sentence; `{name}` stands for a fact. */

import type { Sentences } from "./sentences.ts";

/** By the fact that says in which way it is wrong. */
type Wrong = {
  readonly "evidence/sealed": Sentences<"member" | "reason">;
  readonly "evidence/sealed-earlier": Sentences<"member" | "reason">;
  readonly "evidence/device-expected": Sentences<"expected">;
  readonly "evidence/keys-chained": Sentences<"why" | "reason">;
  readonly "evidence/signed": Sentences<"reason">;
  readonly "evidence/linked": Sentences<"missing" | "member" | "style">;
  readonly "evidence/challenge": Sentences<"missing" | "member">;
  readonly "evidence/agreed": Sentences<"mayNot" | "notAlone" | "method">;
  readonly "evidence/waived": Sentences<
    "unwaived" | "notFailed" | "notWaivable" | "mayNotWaive" | "byNobody" | "unauthorised"
  >;
  readonly "evidence/two-persons": Sentences<"alone">;
  readonly "evidence/gates": Sentences<"unwaived">;
  readonly "evidence/in-order": Sentences<never>;
  readonly "evidence/post-check": Sentences<"bindingState">;
  readonly "evidence/journal-chained": Sentences<"line">;
  readonly "evidence/journal-head": Sentences<"signedSeq" | "reason">;
  readonly "evidence/journal-holds": Sentences<"missing" | "differs">;
  readonly "evidence/journal-order": Sentences<"earlier">;
};

/** What evidence speaks of. */
type Place =
  | "binding"
  | "order"
  | "request"
  | "approval"
  | "grant"
  | "execution"
  | "answer"
  | "decision"
  | "code"
  | "offline"
  | "receipt"
  | "attestation"
  | "report"
  | "acknowledgement"
  | "journal"
  | "bundle";

type Conclusion =
  | "unbound-now-proven"
  | "already-unbound-proven"
  | "offline-signed"
  | "unbound-now-claimed"
  | "already-unbound-claimed"
  | "offline-signed-claimed"
  | "offline-code"
  | "ordered-only"
  | "approved-only"
  | "decided-only"
  | "requested-only"
  | "inconsistent";

type LeftOpen =
  | "upstream-not-pinned"
  | "keys-handed-on"
  | "key-retired"
  | "device-not-pinned"
  | "no-unbind-since"
  | "request-not-seen-by-upstream"
  | "code-given-by-upstream"
  | "request-behind-challenge"
  | "receipt-pending"
  | "execution-not-shown"
  | "persons-unseen"
  | "permission-not-shown"
  | "provider-rules-not-shown"
  | "wipe-not-attested"
  | "wipe-by-software-only"
  | "flash-erasure"
  | "receipt-alone";

/** Besides those of every command. */
type VerifyFailure =
  | "cli/key-private"
  | "cli/key-unusable"
  | "cli/key-not-json"
  | "cli/key-ambiguous"
  | "cli/key-for-something-else"
  | "cli/not-a-file"
  | "cli/terms-not-text"
  | "cli/receipt-needs-key"
  | "evidence/not-a-bundle"
  | "evidence/not-canonical"
  | "qr/too-large"
  | "qr/not-a-part"
  | "qr/another-series"
  | "qr/parts-missing"
  | "qr/damaged";

export type VerifyTexts = {
  readonly usage: string;
  readonly about: string;
  readonly options: Sentences<"--upstream-key FILE" | "--device-key-id ID" | "--terms FILE" | "--json">;
  readonly exits: Sentences<"proven" | "wrong" | "notLooked" | "notUnbound" | "notProvable" | "notPinned">;
  /** The first line where nobody brought the upstream's key: with the thumbprints in the file, or where there are none. */
  readonly notPinned: Sentences<"keys" | "noKeys">;
  /** What stands before a line at a shell. */
  readonly marks: Sentences<"ok" | "wrong" | "doubt" | "conclusion" | "notProven" | "provable" | "notProvable">;
  /** How a request ended without an unbind. */
  readonly decisions: Readonly<Record<"rejected" | "cancelled" | "expired" | "refused", string>>;
  readonly places: Sentences<Place>;
  /** Whose a key is, and who says so, as a clause. */
  readonly keys: Sentences<"upstream" | "handedOn" | "claimedUpstream" | "device">;
  /** Why a signature is not accepted, as a clause. */
  readonly reasons: Sentences<
    "trust/malformed" | "trust/key-not-pinned" | "evidence/key-ended" | "trust/signature-wrong" | "evidence/own-key"
  >;
  readonly right: Sentences<keyof Wrong>;
  readonly wrong: Wrong;
  readonly doubts: Sentences<"evidence/times-contradict">;
  readonly conclusions: Sentences<Conclusion>;
  readonly trustedBy: Sentences<"pinned" | "unpinned">;
  /** By whose word objects are. */
  readonly provable: Sentences<"upstream" | "claimed-upstream" | "device" | "shared-secret">;
  readonly listComma: string;
  /** Of the conclusion as a whole. */
  readonly whole: Sentences<"provable" | "byCode" | "claimed" | "absent">;
  readonly leftOpen: Sentences<LeftOpen>;
  /** What of the provider's policy the terminal states was read and agreed to. */
  readonly agreedTo: string;
  /** Of a text that the reader brought; "none" where the request names no text. */
  readonly terms: Sentences<"agreed" | "other" | "none">;
  readonly wiped: string;
  readonly wipedItem: string;
  readonly failures: Sentences<VerifyFailure>;
  readonly wholeFile: string;
};
