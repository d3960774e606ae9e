/** What every language must say of a verification. Each code that may come has its sentence; `{name}` stands for a fact. */

import type { Sentences } from "./sentences.ts";

/** By the fact that says in which way it is wrong. */
type Wrong = {
  readonly "evidence/sealed": Sentences<"member" | "reason">;
  readonly "evidence/device-expected": Sentences<"expected">;
  readonly "evidence/signed": Sentences<"reason">;
  readonly "evidence/linked": Sentences<"missing" | "member" | "style">;
  readonly "evidence/challenge": Sentences<"missing" | "member">;
  readonly "evidence/waived": Sentences<"unwaived" | "notFailed" | "unauthorised">;
  readonly "evidence/two-persons": Sentences<"alone">;
  readonly "evidence/gates": Sentences<"unwaived">;
  readonly "evidence/in-order": Sentences<"earlier">;
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
  | "code"
  | "offline"
  | "receipt"
  | "attestation"
  | "report"
  | "acknowledgement"
  | "journal"
  | "bundle"
  | "device"
  | "upstream";

type Conclusion =
  | "unbound-now-proven"
  | "already-unbound-proven"
  | "offline-signed"
  | "offline-code"
  | "ordered-not-unbound"
  | "approved-not-unbound"
  | "requested-only"
  | "inconsistent";

type LeftOpen =
  | "upstream-not-pinned"
  | "device-not-pinned"
  | "request-not-seen-by-upstream"
  | "code-given-by-upstream"
  | "request-behind-challenge"
  | "receipt-pending"
  | "wipe-not-attested"
  | "wipe-by-software-only"
  | "flash-erasure"
  | "receipt-alone";

/** Besides those of every command. */
type VerifyFailure =
  | "cli/key-private"
  | "cli/key-unusable"
  | "cli/key-ambiguous"
  | "cli/key-for-something-else"
  | "cli/not-a-file"
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
  readonly marks: Sentences<"ok" | "wrong" | "conclusion" | "notProven" | "provable" | "notProvable">;
  readonly places: Sentences<Place>;
  /** Why a signature is not accepted, as a clause. */
  readonly reasons: Sentences<"trust/malformed" | "trust/key-not-pinned" | "trust/signature-wrong">;
  readonly right: Sentences<keyof Wrong>;
  readonly wrong: Wrong;
  readonly conclusions: Sentences<Conclusion>;
  readonly trustedBy: Sentences<"pinned" | "unpinned">;
  /** By whose word objects are. */
  readonly provable: Sentences<"upstream" | "device" | "shared-secret">;
  readonly listComma: string;
  /** Of the conclusion as a whole. */
  readonly whole: Sentences<"provable" | "notProvable">;
  readonly leftOpen: Sentences<LeftOpen>;
  readonly wiped: string;
  readonly wipedItem: string;
  readonly failures: Sentences<VerifyFailure>;
  readonly wholeFile: string;
};
