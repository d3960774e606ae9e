/** What each error code means and what to do about it. */

import type { ErrorTexts } from "../texts.ts";

export const errorsEn: ErrorTexts = {
  "link/port-missing": {
    sentence: "The serial port to the terminal was not found.",
    remedy: "Check the cable and that the terminal is on, then read again.",
  },
  "link/port-busy": {
    sentence: "Another program is using the serial port.",
    remedy: "Close that program or restart this machine, then read again.",
  },
  "link/port-denied": {
    sentence: "This program may not use the serial port.",
    remedy: "Ask maintenance to grant access to the port, then read again.",
  },
  "link/not-a-tty": {
    sentence: "The path of the port is not a serial device.",
    remedy: "Ask maintenance to check the port path in the configuration.",
  },
  "link/open-failed": {
    sentence: "The serial port could not be opened.",
    remedy: "Unplug the cable, plug it in and read again. If that fails, call maintenance.",
  },
  "link/no-answer": {
    sentence: "The terminal does not answer.",
    remedy: "Check that the terminal is on, the wiring and the baud rate, then read again.",
  },
  "link/garbage": {
    sentence: "The device on the port speaks of something else.",
    remedy: "Most likely another device is plugged in. Check the wiring and the configuration, then read again.",
  },
  "link/wrong-rate": {
    sentence: "What comes over the port is no text: the baud rate may be wrong.",
    remedy: "Compare the terminal's baud rate with the configuration, then read again.",
  },
  "link/closed": {
    sentence: "The serial port was closed while reading.",
    remedy: "Plug the cable in firmly, then read again.",
  },
  "link/port-ambiguous": {
    sentence: "More than one device fits, so it is unclear which one is the terminal.",
    remedy: "Leave only the terminal to be unbound plugged in, then read again.",
  },
  "link/another-terminal": {
    sentence: "Another terminal was plugged in; what was begun before is void.",
    remedy: "Check the terminal. It is being read anew; then start from the beginning.",
  },
  "link/aborted": {
    sentence: "The reading was called off.",
    remedy: "Read again.",
  },
  "upstream/unreachable": {
    sentence: "The provider cannot be reached.",
    remedy: "Check the network. No request is lost; it goes on when the network is back.",
  },
  "upstream/no-answer": {
    sentence: "The provider did not answer in time.",
    remedy: "Do not repeat anything. This machine asks again by itself, or press Ask now.",
  },
  "upstream/answer-too-large": {
    sentence: "The provider's answer is too large and was refused.",
    remedy: "The request is not lost. Give the error code to the provider's technicians.",
  },
  "upstream/answer-not-understood": {
    sentence: "The provider's answer cannot be understood; something on the way may have replaced it.",
    remedy: "The request is not lost. Check whether the network asks for a login, then ask again later.",
  },
  "upstream/server-error": {
    sentence: "The provider has a fault.",
    remedy: "The request is not lost. This machine asks again by itself; please wait.",
  },
  "upstream/busy": {
    sentence: "The provider is busy.",
    remedy: "This machine asks again when the provider allows it; please wait.",
  },
  "upstream/certificate-refused": {
    sentence: "The provider's certificate is not trusted. Nothing was sent.",
    remedy: "Check this machine's time, then ask the provider about its certificate.",
  },
  "upstream/client-certificate-refused": {
    sentence: "The provider does not accept this machine's certificate. Nothing was done.",
    remedy: "Ask the provider for a new client certificate.",
  },
  "upstream/handshake-failed": {
    sentence: "No secure connection to the provider is possible. Nothing was sent.",
    remedy: "Ask the provider which TLS versions and client certificates it takes.",
  },
  "tls/file-missing": {
    sentence: "A TLS file is missing.",
    remedy: "Ask maintenance to put it where the configuration says.",
  },
  "tls/file-unreadable": {
    sentence: "A TLS file cannot be read.",
    remedy: "Ask maintenance to check its permissions.",
  },
  "tls/file-too-large": {
    sentence: "A TLS file is too large.",
    remedy: "Ask maintenance for one with certificates or the key only.",
  },
  "tls/file-damaged": {
    sentence: "A TLS file does not hold what it should.",
    remedy: "Ask maintenance for an intact PEM file; the key has no passphrase.",
  },
  "tls/key-exposed": {
    sentence: "Other users can read the TLS key.",
    remedy: "Ask maintenance to replace the key and to give it mode 0600.",
  },
  "tls/key-mismatch": {
    sentence: "The TLS key does not belong to the certificate.",
    remedy: "Ask maintenance for files that belong together.",
  },
  "upstream/refused": {
    sentence: "The provider refused this.",
    remedy: "Give the error code and the request number to the provider and ask for the reason.",
  },
  "upstream/key-unknown": {
    sentence: "The provider does not know this terminal's key.",
    remedy:
      "If it was enrolled, the provider has lost it. Maintenance puts the state folder away, starts with an empty one, and enrols it with a new code.",
  },
  "upstream/signature-refused": {
    sentence: "The provider says that this terminal's signature is wrong.",
    remedy: "Do not keep trying. Give the error code to the provider's technicians.",
  },
  "upstream/clock-skew": {
    sentence: "This machine's time differs too much from the provider's.",
    remedy: "Ask maintenance to set the clock, then check again.",
  },
  "upstream/code-refused": {
    sentence: "The provider does not know this enrolment code.",
    remedy: "Compare it and type it again.",
  },
  "upstream/code-used": {
    sentence: "This enrolment code was used before.",
    remedy: "Ask the provider for a new code.",
  },
  "upstream/code-expired": {
    sentence: "This enrolment code has expired.",
    remedy: "Ask the provider for a new code.",
  },
  "upstream/code-foreign": {
    sentence: "This enrolment code is for another terminal.",
    remedy: "Compare the SN, then use this terminal's code.",
  },
  "upstream/attestation-refused": {
    sentence: "The provider does not accept what the system says of this terminal's key.",
    remedy: "Call maintenance: the system may have been changed, or the app is not the one that the provider knows.",
  },
  "upstream/terminal-unknown": {
    sentence: "The provider has no record of this terminal.",
    remedy: "Compare the serial number and ask the provider whether it is enrolled.",
  },
  "upstream/binding-unknown": {
    sentence: "The provider has no record of this binding.",
    remedy: "Read the terminal again, then apply for the binding as it is now.",
  },
  "upstream/request-unknown": {
    sentence: "The provider has no record of this request.",
    remedy: "This machine sends the same request again. There will be no second one.",
  },
  "upstream/identity-mismatch": {
    sentence: "The terminal's identity in the request differs from the provider's record.",
    remedy: "Read the terminal again and compare SN and IMEI. If they differ, ask the provider.",
  },
  "upstream/epoch-mismatch": {
    sentence: "The binding is another one than in the provider's records; it may have changed.",
    remedy: "Read the terminal again, then apply for the binding as it is now.",
  },
  "upstream/idempotency-conflict": {
    sentence: "The provider has a different request under the same number.",
    remedy: "Sending has stopped. Save the evidence and call the provider's technicians.",
  },
  "upstream/request-already-open": {
    sentence: "The provider has another open unbind request for this terminal.",
    remedy: "Wait until it ends, or have it withdrawn, then try again.",
  },
  "upstream/not-approved": {
    sentence: "The request is not approved yet and cannot be executed.",
    remedy: "Wait for the review.",
  },
  "upstream/grant-refused": {
    sentence: "The provider does not accept the grant.",
    remedy: "It may have expired or been withdrawn. Ask now for the latest state.",
  },
  "upstream/not-cancellable": {
    sentence: "The request can no longer be withdrawn.",
    remedy: "Ask now for the latest state and follow the screen.",
  },
  "upstream/limit-reached": {
    sentence: "The provider's limit for unbinding is reached.",
    remedy: "Ask the provider when you may apply again.",
  },
  "upstream/window-closed": {
    sentence: "The provider takes no unbinding at this time.",
    remedy: "Try again when it does.",
  },
  "upstream/policy-outdated": {
    sentence: "The terms agreed to are not the present ones.",
    remedy: "Apply again and read the new terms.",
  },
  "upstream/approval-missing": {
    sentence: "The provider has no approval by a second person.",
    remedy: "Have the other person approve, then send again.",
  },
  "upstream/verification-refused": {
    sentence: "The code is wrong or no longer valid.",
    remedy: "Check it and type it again, or ask now.",
  },
  "upstream/offline-refused": {
    sentence: "The provider does not accept this offline unbind.",
    remedy: "Save the evidence and ask the provider to compare.",
  },
  "trust/key-not-pinned": {
    sentence: "The provider's document is signed with a key that this machine does not trust.",
    remedy: "Nothing was wiped. Stop and tell maintenance.",
  },
  "trust/key-not-in-force": {
    sentence: "The provider's document is signed by a key that the provider has put out of use. It was not accepted.",
    remedy: "Nothing was done on it. Ask again; if it stays so, call the provider and quote this code.",
  },
  "trust/signature-wrong": {
    sentence: "The signature on the provider's document is wrong. It was not accepted.",
    remedy: "Nothing was wiped. Check the network and tell maintenance.",
  },
  "trust/malformed": {
    sentence: "The provider's document is malformed. It was not accepted.",
    remedy: "Nothing was wiped. Give the error code to the provider's technicians.",
  },
  "trust/other-terminal": {
    sentence: "The provider's document names another terminal. It was not accepted.",
    remedy: "Nothing was wiped. Save the evidence and ask the provider to compare it with this serial number.",
  },
  "trust/field-mismatch": {
    sentence: "The provider's document is for another request. It was not accepted.",
    remedy: "Nothing was wiped. Save the evidence and ask the provider to compare.",
  },
  "trust/expired": {
    sentence: "The provider's document has expired. It was not accepted.",
    remedy: "Check this machine's clock, then ask now for a new document.",
  },
  "trust/stale": {
    sentence: "The provider said something newer of this before. What came now was not accepted.",
    remedy:
      "Somebody may be playing old messages again. Ask again; if it stays so, call the provider and quote this code.",
  },
  "trust/forbidden-factor": {
    sentence: "The provider asked for something that is never typed here, such as a card PIN. It was refused.",
    remedy: "Do not type it; tell the provider.",
  },
  "trust/origin-unlisted": {
    sentence: "The provider wants a telephone sent to a page that this provider's signed profile does not list.",
    remedy:
      "Scan no such code. The profile is asked for every five minutes; if this stays, ask the provider whose page it is.",
  },
  "trust/key-set-refused": {
    sentence: "The provider's list of new keys does not follow from the keys known here. It was not accepted.",
    remedy: "The known keys stay. Call the provider; if it has changed keys, its new one goes into the configuration.",
  },
  "profile/stale": {
    sentence: "The provider sent an older profile of the provider than the one here.",
    remedy: "Nothing to do: the newer one stays.",
  },
  "profile/unknown-provider": {
    sentence: "The provider sent the profile of a provider this terminal is not bound to.",
    remedy: "Nothing to do: it is not used.",
  },
  "profile/kept-refused": {
    sentence: "The provider's profile kept here is damaged or not signed as it should be.",
    remedy: "The built-in one is used. Ask the provider again when there is a network.",
  },
  "signer/key-unusable": {
    sentence: "This terminal's signing key cannot be used.",
    remedy: "Do not reset anything. Call maintenance.",
  },
  "signer/key-unreadable": {
    sentence: "This terminal's key file cannot be read or written.",
    remedy: "Delete nothing. Ask maintenance to check its owner and the storage.",
  },
  "signer/key-gone": {
    sentence:
      "The system's key store has lost this terminal's key, as a system update or a reset can do. No record is lost.",
    remedy:
      "Install nothing anew. Maintenance saves the journal, has the provider end the binding at its desk, and sets the app up again.",
  },
  "signer/key-exposed": {
    sentence: "Other users can read this terminal's key.",
    remedy: "Ask maintenance who could read it; then give it mode 0600.",
  },
  "signer/chip-cleared": {
    sentence:
      "The security chip no longer knows this terminal's key: it was cleared, or the disk stands in another machine.",
    remedy:
      "Ask maintenance to put a disk back into its own machine; otherwise to save the evidence, empty the state folder and enrol with a new code.",
  },
  "store/unusable": {
    sentence: "The store for merchant data cannot be read or written.",
    remedy: "Ask maintenance to check the storage.",
  },
  "state/newer": {
    sentence:
      "A newer version of this program has worked on this terminal, and this one does not understand what it left.",
    remedy: "Ask maintenance to install the newer version again. Nothing was changed.",
  },
  "state/format-unreadable": {
    sentence: "The file that says how this terminal's state is written cannot be read.",
    remedy: "Delete nothing. Ask maintenance to check the state folder and the storage.",
  },
  "state/format-not-written": {
    sentence: "The file that says how this terminal's state is written cannot be written.",
    remedy: "Ask maintenance to check the free space and the storage. The next start writes it.",
  },
  "journal/in-use": {
    sentence: "Another program is working on this terminal's state, most likely a kiosk that runs already.",
    remedy: "Use the one that runs, or stop it and start again.",
  },
  "journal/unreadable": {
    sentence: "The journal cannot be read.",
    remedy: "Ask maintenance to check the storage. Unbinding is stopped so that no proof is lost.",
  },
  "journal/not-writable": {
    sentence: "The journal cannot be written, so nothing was done.",
    remedy: "Ask maintenance to check the storage permissions.",
  },
  "journal/disk-full": {
    sentence: "The storage is full and the journal cannot be written, so nothing was done.",
    remedy: "Ask maintenance to free space, then try again.",
  },
  "journal/gone": {
    sentence: "The journal's file was taken away while the kiosk ran, so nothing more was done.",
    remedy: "Ask maintenance who emptied the storage before anybody starts it again; the provider knows what was sent.",
  },
  "journal/full": {
    sentence: "The journal is as long as it may be, so nothing was done.",
    remedy: "Ask maintenance to keep a copy of the state directory; the terminal has to be set up anew.",
  },
  "journal/near-limit": {
    sentence: "The journal is nearly as long as it may be; at its limit the kiosk goes out of service.",
    remedy: "Finish what is under way: then closed history is put aside by itself. A technician may do it at once.",
  },
  "journal/archive-unreadable": {
    sentence: "An archive of the journal cannot be read, so what lies in it could not be taken.",
    remedy:
      "Nothing was changed. Ask maintenance to put the archive back into the state folder, from a copy if need be.",
  },
  "journal/archive-damaged": {
    sentence: "An archive of the journal is not the one that was put aside: it was changed, cut or exchanged.",
    remedy: "Leave it as it is and tell maintenance. What the journal itself holds is not touched by it.",
  },
  "journal/nothing-to-archive": {
    sentence: "Too little of the journal is closed to be put aside, so nothing was changed.",
    remedy:
      "Finish what is under way and read its outcome; then try again. A journal that is not near its limit needs no archive.",
  },
  "journal/rolled-back": {
    sentence: "What lies on this machine is not its newest state: parts of it are older than others, or missing.",
    remedy:
      "Nothing is lost at the provider. Maintenance puts the state folder away for evidence, starts with an empty one, and enrols the terminal anew with a code from the provider, which knows how far everything has come.",
  },
  "journal/damaged": {
    sentence: "The journal was changed or is damaged.",
    remedy: "Stop, leave the machine as it is and tell maintenance.",
  },
  "payment/no-application": {
    sentence: "No payment application was found, so open amounts cannot be checked.",
    remedy:
      "Ask maintenance to connect it; a technician with the provider's leave may take open amounts upon themselves.",
  },
  "payment/no-answer": {
    sentence: "The payment application does not answer.",
    remedy: "Open the payment application, see that it works, then try again.",
  },
  "payment/another-terminal": {
    sentence: "Another terminal is connected than the one that this is about, so it was ordered nothing.",
    remedy: "Connect the right one again. What it has to be told, it is told by itself then.",
  },
  "payment/terminal-unread": {
    sentence: "Which terminal is connected cannot be read, so it was ordered nothing.",
    remedy: "Check terminal and cable. What it has to be told, it is told by itself once it was read.",
  },
  "payment/online-only-unsupported": {
    sentence: "The payment application cannot refuse only the payments it stores.",
    remedy: "Take online payments only until the unbind is done.",
  },
  "payment/settlement-failed": {
    sentence: "Not everything was settled, so nothing was unbound.",
    remedy: "Settle in the payment application, then execute again.",
  },
  "evidence/not-writable": {
    sentence: "The evidence file could not be saved.",
    remedy: "Check the free space and the place, then save again.",
  },
  "provisioning/no-code": {
    sentence: "This terminal is not enrolled and has no enrolment code.",
    remedy: "Type or scan the code that the provider gave out.",
  },
  "provisioning/identity-unreadable": {
    sentence: "SN or IMEI cannot be read, so the terminal cannot be enrolled.",
    remedy: "Remove the reading fault first, then read again.",
  },
  "provisioning/identity-changed": {
    sentence: "This is not the terminal that was enrolled.",
    remedy: "Connect the enrolled one, or call the provider.",
  },
  "provisioning/key-changed": {
    sentence: "This machine's key is not the enrolled one.",
    remedy: "Do not reset anything; ask the provider to enrol again.",
  },
  "provisioning/nothing-bound": {
    sentence: "The provider has not bound this terminal to anybody.",
    remedy: "Have the provider bind it, then use a new code.",
  },
  "provisioning/state-incomplete": {
    sentence: "A part of this machine's records is missing.",
    remedy: "Delete nothing. Enrol with a new code.",
  },
  "pin/too-short": {
    sentence: "The PIN is too short.",
    remedy: "Type at least 6 digits.",
  },
  "pin/too-guessable": {
    sentence: "This PIN is too easy to guess.",
    remedy: "Not all the same digit, no runs, no dates, not the end of the serial number.",
  },
  "pin/not-repeated": {
    sentence: "The two PINs differ.",
    remedy: "Choose a PIN again.",
  },
  "pin/wrong": {
    sentence: "The PIN is wrong.",
    remedy: "Check it and type it again.",
  },
  "pin/wait": {
    sentence: "Too many wrong tries; a wait is needed.",
    remedy: "Type again when the countdown ends. Restarting does not shorten it.",
  },
  "pin/locked": {
    sentence: "The PIN is locked after too many wrong tries.",
    remedy:
      "Choose a new one by leave of the provider (PIN forgotten or locked). A technician lifts the lock of the merchant once. Payments are not affected.",
  },
  "pin/not-set": {
    sentence: "This role has no PIN yet.",
    remedy: "Its holder chooses one by an unlock code of the provider.",
  },
  "pin/already-used": {
    sentence: "This PIN is in use on this terminal.",
    remedy: "Choose another one.",
  },
  "pin/same-person": {
    sentence: "The second person must be somebody else.",
    remedy: "Ask the other person to type their PIN.",
  },
  "pin/vault-unusable": {
    sentence: "The PIN store cannot be used.",
    remedy: "Ask maintenance to check the storage.",
  },
  "pin/reset-expired": {
    sentence: "The challenge for a new PIN has expired.",
    remedy: "Ask for a new one.",
  },
  "pin/reset-wait": {
    sentence: "Too many wrong codes; a wait is needed.",
    remedy: "Type the code again when the wait ends, or scan the signed answer, which needs no wait.",
  },
  "unbind/gate-closed": {
    sentence: "A required check failed, so nothing was executed and nothing was sent.",
    remedy: "Put right the checks that failed, then execute or send again.",
  },
  "unbind/answer-wrong": {
    sentence: "The code is wrong.",
    remedy: "Compare the challenge with the other side, then type the code again.",
  },
  "unbind/answer-tries-used-up": {
    sentence: "No tries are left for answer codes.",
    remedy: "Use a signed answer from a USB stick, or send over the network.",
  },
  "unbind/no-answer-found": {
    sentence: "The USB stick has no answer to this challenge.",
    remedy: "Take another stick, or ask for the answer again.",
  },
  "unbind/clock-in-doubt": {
    sentence: "By this machine's clock the request has run out, and nothing else has confirmed the time.",
    remedy:
      "Set the clock or connect the network, or withdraw the request. It ends by itself once its time has run out.",
  },
  "unbind/challenge-expired": {
    sentence: "The challenge has expired.",
    remedy: "Send over the network, or withdraw and apply again.",
  },
  "unbind/verification-moved-on": {
    sentence: "The provider no longer waits for this code.",
    remedy: "See the state on the screen.",
  },
  "unbind/terminal-changed": {
    sentence: "The terminal is not there, or not the one that was checked, so nothing was signed.",
    remedy: "The checks are made again. Connect the right terminal, look at them, and confirm the new summary.",
  },
  "unbind/policy-changed": {
    sentence: "The provider's terms have changed.",
    remedy: "Read the new terms, then agree again.",
  },
  "unbind/summary-changed": {
    sentence: "What was to be signed changed before it was confirmed. Nothing was signed.",
    remedy: "Read the summary again and confirm again.",
  },
  "unbind/not-unbound-upstream": {
    sentence: "The provider has the attestation, but its own record does not say unbound yet.",
    remedy: "Ask now a little later. If it stays so, call the provider with the voucher number.",
  },
  "offline/no-secret": {
    sentence: "This terminal cannot check answer codes.",
    remedy: "Use a signed answer from a USB stick.",
  },
  "offline/secret-unusable": {
    sentence: "The secret for answer codes cannot be used.",
    remedy: "Use a signed answer from a USB stick, and call maintenance.",
  },
  "printer/not-reachable": {
    sentence: "The printer was not found. Nothing else is affected.",
    remedy: "Check its power and its cable, and print again.",
  },
  "printer/paper-out": {
    sentence: "The printer is out of paper. Nothing else is affected.",
    remedy: "Put paper in, and print again.",
  },
  "printer/cover-open": {
    sentence: "The printer's cover is open. Nothing else is affected.",
    remedy: "Close it, and print again.",
  },
  "printer/offline": {
    sentence: "The printer does not print now. Nothing else is affected.",
    remedy: "Look at its lamps, switch it off and on, and print again.",
  },
  "printer/no-answer": {
    sentence: "The printer did not answer, and nobody knows whether it printed. Nothing else is affected.",
    remedy: "If no paper came out, switch it off and on, and print again.",
  },
  "printer/broke-off": {
    sentence: "Printing broke off in the middle; the paper may not be whole. Nothing else is affected.",
    remedy: "Check the printer's cable, and print again.",
  },
  "offline/no-carrier": {
    sentence: "No USB stick was found.",
    remedy: "Plug it in and try again.",
  },
  "offline/carrier-unreadable": {
    sentence: "The USB stick cannot be read.",
    remedy: "Plug it in again or take another one.",
  },
  "offline/carrier-not-writable": {
    sentence: "The USB stick cannot be written.",
    remedy: "Take one that has space and is not write-protected.",
  },
  "offline/code-incomplete": {
    sentence: "The code is not complete.",
    remedy: "Type all its digits.",
  },
  "offline/code-mistyped": {
    sentence: "The code does not add up: one digit or more is wrong. No try was used.",
    remedy: "Compare it with the other side and type it again.",
  },
  "host/not-now": {
    sentence: "This cannot be done in the present state.",
    remedy: "Go on as the screen says.",
  },
  "host/not-authenticated": {
    sentence: "This needs the PIN first.",
    remedy: "Type the PIN and try again.",
  },
  "host/not-permitted": {
    sentence: "This role may not do that.",
    remedy: "Leave the menu and come back in another role.",
  },
  "host/needs-second-person": {
    sentence: "This needs a second person.",
    remedy: "Have the other person approve with their PIN.",
  },
  "host/needs-upstream-grant": {
    sentence: "This needs the provider's permission.",
    remedy: "Ask the provider for it.",
  },
  "host/malformed-order": {
    sentence: "The screen gave an order that is not valid. It was refused.",
    remedy: "Go back to the home screen and try again. If it returns, tell maintenance.",
  },
  "host/foreign-sender": {
    sentence: "An order of unknown origin was refused.",
    remedy: "Ask maintenance to check this machine.",
  },
  "host/starts-failed": {
    sentence: "This machine did not hold itself up several times in a row. It stands still: no terminal, no network.",
    remedy: "It tries again by itself in five minutes; no request is lost. If this returns, tell maintenance.",
  },
  "host/channel-broken": {
    sentence: "Page and device no longer understand each other.",
    remedy: "Restart this machine; no request is lost. If it returns, tell maintenance.",
  },
  "host/bug": {
    sentence: "The program has a fault.",
    remedy: "Restart this machine; no request is lost. If it returns, tell maintenance.",
  },
};
