/** The words of verify: what was looked at in evidence, what it proves and what not. */

import type { VerifyTexts } from "../verifyTexts.ts";

export const verifyEn: VerifyTexts = {
  usage:
    "usage: {program} verify FILE [--upstream-key FILE]... [--device-key-id ID] [--terms FILE] [--lang zh|en] [--json]",
  about:
    "Looks at an evidence file, a receipt alone, or the texts of a voucher's codes, one a line. Needs no network, and asks nobody.",
  options: {
    "--upstream-key FILE":
      "the provider's public key as you have it from the provider, a JWK or a set of them; may be repeated",
    "--device-key-id ID": "the thumbprint that the terminal's key must have",
    "--terms FILE":
      "the provider's terms as a text in UTF-8: says whether they are those that were agreed to, which changes no conclusion",
    "--json": "prints one JSON object, described in test/fixtures/verify-schema.json",
  },
  exits: {
    proven: "everything holds, and it proves to anybody that the binding ended",
    wrong: "something in it is wrong, or the text given with --terms is not the one that was agreed to",
    notLooked: "it was not looked at: wrong arguments, or a file that cannot be used",
    notUnbound: "everything holds, and it shows no unbind; that there was none it does not prove",
    notProvable: "everything holds, and the binding ended on a code that proves nothing to third parties",
    notPinned: "everything holds, if the key is the provider's: none was given with --upstream-key",
  },
  notPinned: {
    keys: "NOT KNOWN WHO THE PROVIDER IS: its public key was not given. Whatever follows from the provider is proven only if its key has the thumbprint {kids}: compare it with what the provider tells you",
    noKeys: "The provider's public key was not given, and no object of a provider is in this file",
  },
  marks: {
    ok: "OK    ",
    wrong: "WRONG ",
    doubt: "DOUBT ",
    conclusion: "Conclusion: ",
    notProven: "Not proven: ",
    provable: "Provable to third parties: ",
    notProvable: "NOT provable to third parties: ",
  },
  decisions: { rejected: "rejected", cancelled: "cancelled", expired: "expired", refused: "not taken" },
  places: {
    binding: "the binding record",
    order: "the provider's order",
    request: "the unbind request",
    approval: "the second person's approval",
    grant: "the grant",
    execution: "the execution order",
    answer: "the offline answer",
    decision: "the decision",
    code: "the offline code",
    offline: "the offline authorisation",
    receipt: "the unbind receipt",
    attestation: "the wipe attestation",
    report: "the offline report",
    acknowledgement: "the attestation's acknowledgement",
    journal: "the journal",
    bundle: "the bundle",
  },
  keys: {
    upstream: "given as the provider's",
    handedOn: "to which the one given as the provider's leads",
    claimedUpstream: "which this file alone calls the provider's",
    device: "which this file calls the terminal's",
  },
  reasons: {
    "trust/malformed": "it is malformed or another kind of object",
    "trust/key-not-pinned": "its key is none of those given",
    "evidence/key-ended": "it is dated after the end of that key",
    "trust/signature-wrong": "the signature does not fit the content, or is not spelt as it has to be",
    "evidence/own-key": "that key is the terminal's own",
  },
  right: {
    "evidence/sealed":
      "the holder of the terminal's key sealed this whole file, and nobody else has changed a byte of it since",
    "evidence/sealed-earlier":
      "the holder of the terminal's key sealed this whole file, in the format of an earlier program: nobody else has changed anything since but the spelling of the seal's own signature",
    "evidence/device-expected": "the terminal's key is the one asked for, {kid}",
    "evidence/keys-chained":
      "the provider's keys were changed {sets} time(s), each time by a key that had no end yet; the first to hand on was {kid}",
    "evidence/signed": "{object}: signed with key {kid}, {by}",
    "evidence/linked": "{object}: speaks of this request, this terminal and this binding",
    "evidence/challenge": "the challenge {challenge} was made of this request",
    "evidence/agreed": "the terminal states who agreed ({roles}); by the rules of the time they may",
    "evidence/waived":
      "the terminal states which failed checks were gone on without, and by whom: {waivers}; by the rules of the time they may",
    "evidence/two-persons": "the terminal states that two different persons agreed, one of them as {role}",
    "evidence/gates":
      "the terminal states that when it was executed every check had passed and no transaction was left behind, but for what somebody went on without",
    "evidence/in-order": "no time contradicts another, as the two clocks told them",
    "evidence/post-check": "post-check: the acknowledgement says that the binding is gone",
    "evidence/journal-chained": "the terminal's journal: its {lines} lines in this file form one chain",
    "evidence/journal-head":
      "the terminal's journal: it stood at record {seq}, where this piece ends, as its key signed",
    "evidence/journal-holds": "{object}: the same text stands in record {seq} of the terminal's journal",
    "evidence/journal-order": "the terminal's journal took the objects in the order of the procedure",
  },
  wrong: {
    "evidence/sealed": {
      member: "the file is not what the terminal sealed: it was changed after it was written",
      reason: "the terminal's seal is not valid: {reason}",
    },
    "evidence/sealed-earlier": {
      member: "the file is not what the terminal sealed: it was changed after it was written",
      reason: "the terminal's seal is not valid: {reason}",
    },
    "evidence/device-expected": {
      expected: "the terminal's key is {kid}, not {expected} as asked for",
    },
    "evidence/keys-chained": {
      why: "key set {serial} of the provider does not follow from what was before it: see its {why}",
      reason: "a key set of the provider is not accepted: {reason}",
    },
    "evidence/signed": {
      reason: "{object}: not accepted as signed with a key {by}: {reason}",
    },
    "evidence/linked": {
      missing: "{object}: {missing}, on which it rests, is missing",
      member: "{object}: its {member} does not fit the other objects",
      style: "{object}: the request was to be carried out in one step, which has no such object",
    },
    "evidence/challenge": {
      missing: "the challenge {challenge}: {missing}, on which it rests, is missing",
      member: "the challenge {challenge} was not made of this request: {member} does not fit",
    },
    "evidence/agreed": {
      mayNot: "the terminal states that it was begun by somebody who may not: {mayNot}",
      notAlone:
        "the terminal states that it was begun by somebody who may not alone ({notAlone}), and nobody else agreed",
      method: "the terminal states that somebody ({role}) agreed in a way that is not theirs: {method}",
    },
    "evidence/waived": {
      unwaived: "check {unwaived} failed, and nobody chose to go on without it",
      notFailed: "check {notFailed} was gone on without and had not failed",
      notWaivable: "check {notWaivable} was gone on without, which nobody may",
      mayNotWaive: "check {mayNotWaive} was gone on without by somebody who may not: {role}",
      byNobody: "check {byNobody} was gone on without by somebody who did not agree to the request",
      unauthorised: "{unauthorised} was gone on without, and without the provider's permission",
    },
    "evidence/two-persons": {
      alone: "another person ({alone}) had to approve as well, and none did",
    },
    "evidence/gates": {
      unwaived: "when it was executed {unwaived} stood in the way, and nobody chose to go on without it",
    },
    "evidence/in-order": {},
    "evidence/post-check": {
      bindingState: "post-check: the acknowledgement says that the binding still exists, against the receipt",
    },
    "evidence/journal-chained": {
      line: "the journal breaks at line {line} of the excerpt: changed, cut or re-ordered",
    },
    "evidence/journal-head": {
      signedSeq: "the journal ends at record {seq}, but the terminal signed for record {signedSeq}",
      reason: "the signature on the journal's end is not valid: {reason}",
    },
    "evidence/journal-holds": {
      missing: "{object}: not in {missing}",
      differs: "{object}: differs from the text in journal record {seq}",
    },
    "evidence/journal-order": {
      earlier: "the journal is out of order: {later} (record {seq}) came before {earlier}",
    },
  },
  doubts: {
    "evidence/times-contradict":
      "{later} ({laterAt}) is before {earlier} ({earlierAt}): a clock was set in between, or one of the times is not true. What followed what is told by references and journal",
  },
  conclusions: {
    "unbound-now-proven":
      "the provider states that binding {epoch} of terminal {sn} ended at {unboundAt} (request or order {requestId}, receipt {receiptId})",
    "already-unbound-proven":
      "the provider states that binding {epoch} of terminal {sn} had ended already, at {unboundAt} (request or order {requestId}, receipt {receiptId})",
    "offline-signed":
      "the provider signed its answer to challenge {challenge} and so agreed to end binding {epoch} of terminal {sn} offline; the terminal states that it did so at {authorisedAt} (request {requestId}). There is no receipt yet",
    "offline-code":
      "terminal {sn} states that it ended binding {epoch} offline at {authorisedAt}, on a code for challenge {challenge} (request {requestId}). There is no receipt yet",
    "unbound-now-claimed":
      "if the key {kids} is the provider's, the provider states that binding {epoch} of terminal {sn} ended at {unboundAt} (request or order {requestId}, receipt {receiptId})",
    "already-unbound-claimed":
      "if the key {kids} is the provider's, the provider states that binding {epoch} of terminal {sn} had ended already, at {unboundAt} (request or order {requestId}, receipt {receiptId})",
    "offline-signed-claimed":
      "if the key {kids} is the provider's, the provider signed its answer to challenge {challenge} and so agreed to end binding {epoch} of terminal {sn} offline; the terminal states that it did so at {authorisedAt} (request {requestId}). There is no receipt yet",
    "ordered-only":
      "this file shows no unbind. In it the provider orders unbind {requestId} of terminal {sn}; what came of it, the file does not say",
    "approved-only":
      "this file shows no unbind. In it the provider approves request {requestId} of terminal {sn}; what came of it, the file does not say",
    "decided-only":
      "this file shows no unbind. In it the provider states of request or order {requestId} of terminal {sn}: {decision}, {decidedAt} (code {decisionCode}); what else there was, the file does not say",
    "requested-only":
      "this file shows no unbind. In it terminal {sn} asks for unbind {requestId}; what came of it, the file does not say",
    inconsistent: "wrong in {wrong} place(s): this file proves nothing",
  },
  trustedBy: {
    pinned: "proven to whoever trusts the provider key that was given, {kids}",
    unpinned: "proven only if the provider's key really has the thumbprint {kids}",
  },
  provable: {
    upstream:
      "{objects}. Signed with the provider's key: whoever has the public one can check it, and the provider cannot deny it",
    "claimed-upstream": "{objects}. Signed with a key of which only this file says that it is the provider's",
    device:
      "{objects}. Signed with the terminal's key: whoever has the public one can check it; it is the word of whoever holds that key, not the provider's",
    "shared-secret":
      "{objects}. Made of a secret that terminal and provider share: either could have made it, and so could whoever got hold of the secret",
  },
  listComma: ", ",
  whole: {
    provable: "the conclusion",
    claimed: "the conclusion, until it is known whose the key is",
    absent: "that there was no unbind: what is not in a file may have been left out",
    byCode:
      "the conclusion, until the provider's receipt is in the file. Whoever trusts this terminal and its program can believe that it accepted a code; the provider can look into its own records; nobody else can tell whether the provider gave that code",
  },
  leftOpen: {
    "upstream-not-pinned":
      "who the provider is. Its public key was not given: compare the thumbprint {kids} with the provider's",
    "keys-handed-on":
      "that key {root} was in no other hands when it handed on to key {kid}: ask the provider whether {kid} is its own",
    "key-retired":
      "that what key {kid} signed was signed before its end, {until}: whoever got hold of it later could write an earlier date",
    "device-not-pinned": "which terminal it is. Compare the thumbprint of the terminal's key, {kid}",
    "no-unbind-since": "that nothing came after what this file holds",
    "request-not-seen-by-upstream": "that the provider has ever seen the request",
    "code-given-by-upstream": "that the provider gave the code for challenge {challenge}",
    "request-behind-challenge":
      "that the provider agreed to the request's wording. The answer names the challenge, which stands for the request by 48 bits: the terminal itself could make another request that fits",
    "receipt-pending": "that the provider has entered the offline unbind in its books",
    "execution-not-shown":
      "what the terminal had checked when it was executed: the receipt names an execution that is not in this file",
    "persons-unseen": "who stood before the terminal: roles, PINs and presence are the terminal's word alone",
    "permission-not-shown": "that the provider gave permission {id}: its own word on that is not in this file",
    "provider-rules-not-shown":
      "that the provider's own rules, which may be stricter, allowed to go on without those checks: they are not in this file",
    "wipe-not-attested": "that anything was removed from the terminal",
    "wipe-by-software-only": "the wipe by anything but the terminal's own program (assurance: {assurance})",
    "flash-erasure": "that no old bytes are left in the flash memory",
    "receipt-alone": "what the request said, and any wipe: this is the receipt alone",
  },
  agreedTo:
    "the terminal states that the provider's terms {policyId} {policyVersion} were read in {language} and agreed to: SHA-256 of the text {textHash}",
  terms: {
    agreed: "the text that was given is the one that was agreed to: its SHA-256 is {textHash}",
    other: "the text that was given is not the one that was agreed to, whose SHA-256 is {textHash}",
    none: "the text that was given was not agreed to here: the evidence names no text of terms",
  },
  wiped: "the wipe, as the terminal states it: {items}",
  wipedItem: "{item} ({result})",
  failures: {
    "cli/key-private": "{file} holds a private key: give the public one, and treat the private one as exposed",
    "cli/key-unusable": "{file} holds no P-256 public key (JWK or JWK set)",
    "cli/key-ambiguous": "line {line} of {file} can be read in two ways: a member stands twice",
    "cli/key-not-json": "line {line} of {file} is not JSON; a public key is a JWK or a JWK set (P-256)",
    "cli/key-for-something-else":
      "{file} holds a key for something else than checking ES256 signatures: see its {member}",
    "cli/not-a-file": "{file} is a folder, a pipe or a device: give a file",
    "cli/terms-not-text": "{file} is no text in UTF-8, as a provider's terms are: save it as UTF-8",
    "cli/receipt-needs-key": "a receipt alone needs the provider's public key: --upstream-key",
    "evidence/not-a-bundle": "{file} is not a sound evidence bundle; it breaks at: {where}",
    "evidence/not-canonical": "{file} was changed after it was written: line {line} is not spelt as a bundle is",
    "qr/too-large": "{file} is more than {maxParts} QR codes",
    "qr/not-a-part": "text {place} of {file} is no QR code of evidence: take it out",
    "qr/another-series": "text {place} of {file} belongs to other evidence: give the codes of one evidence alone",
    "qr/parts-missing": "{file} should have {count} QR codes; scan those that are missing: {numbers}",
    "qr/damaged": "the QR codes of {file} do not make what was split: scan them anew",
  },
  wholeFile: "the file as a whole",
};
