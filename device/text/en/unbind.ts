/** Words for the states and fields of an unbind. Submitted, accepted, unbound upstream and wiped here are four things. */

import type { UnbindTexts } from "../texts.ts";

export const unbindEn: UnbindTexts = {
  states: {
    bound: { name: "No unbind under way", meaning: "No request has been made." },
    draft: { name: "Being filled in", meaning: "Nothing has been submitted; leaving discards it." },
    precheck: { name: "Checking", meaning: "It is being checked whether the request can be submitted." },
    blocked: { name: "Cannot be submitted yet", meaning: "Something has to be put right first." },
    ready: { name: "Ready", meaning: "Checked; nothing has been submitted." },
    confirmed: {
      name: "Confirmed, not yet submitted",
      meaning: "The request is kept on this machine and has not been sent. The binding is as it was.",
    },
    awaitingSecond: {
      name: "Waiting for a second person",
      meaning: "The request is kept and not sent; another person has to approve. The binding is as it was.",
    },
    sending: { name: "Submitting", meaning: "The request is on its way to the provider. The binding is as it was." },
    unknown: {
      name: "Outcome unknown",
      meaning: "No clear answer came from the provider. Nothing is lost, and nothing is sent twice.",
    },
    submitted: {
      name: "Submitted, not unbound",
      meaning: "The provider has the request and will review it. The binding is as it was.",
    },
    underReview: {
      name: "Under review",
      meaning: "The provider is reviewing it and decides how long that takes. The binding is as it was.",
    },
    verificationRequired: {
      name: "Verification needed",
      meaning: "The provider wants to be sure that it is you. The binding is as it was.",
    },
    riskHold: {
      name: "Risk review",
      meaning: "The provider is reviewing risks. Wait, or contact it. The binding is as it was.",
    },
    approved: {
      name: "Approved, waiting for you",
      meaning: "The provider has approved. Nothing is unbound until you press 'Execute unbind'.",
    },
    executing: {
      name: "Unbinding, payments paused",
      meaning: "Payments are paused; settling and unbinding. Do not switch off.",
    },
    rejected: { name: "Not approved", meaning: "The provider did not approve this request. The binding is as it was." },
    cancelled: { name: "Withdrawn", meaning: "The request was withdrawn. The binding is as it was." },
    expired: {
      name: "Expired",
      meaning: "The request or its approval ran out and was not executed. The binding is as it was.",
    },
    offlineChallenge: {
      name: "Waiting for the answer code",
      meaning: "Payments are stopped. Read the challenge to the provider's support, then type the answer code.",
    },
    unboundUpstream: {
      name: "Unbound by the provider",
      meaning: "The voucher is verified. Data on this machine is wiped next.",
    },
    offlineAuthorised: {
      name: "Answer verified, unbound",
      meaning: "The unbind is in effect. Data on this machine is wiped next.",
    },
    wiping: { name: "Wiping this machine", meaning: "Do not switch off; after a power cut it goes on by itself." },
    wipeIncomplete: {
      name: "Wipe incomplete",
      meaning: "The unbind is in effect, but some data is not wiped clean yet.",
    },
    wiped: { name: "Wiped here", meaning: "Waiting for the provider to confirm that it knows of the wipe." },
    completedPendingSync: {
      name: "Unbound, to be reported",
      meaning: "Wiped here. The provider has no report yet; it is told by itself once there is a network.",
    },
    completed: {
      name: "Unbinding complete",
      meaning: "The provider has unbound it, this machine is wiped, and both sides have confirmed.",
    },
  },
  payments: {
    all: "Payments can be taken.",
    onlineOnly: "Online payments go on; stored offline payments are refused.",
    none: "Payments are stopped.",
  },
  refusedStates: {
    wiped: {
      name: "Wiped here, attestation refused",
      meaning:
        "Unbound and wiped, but the provider refuses the attestation. Save the evidence and call the provider. It is told again by itself; a code binds anew.",
    },
    completedPendingSync: {
      name: "Unbound here, report refused",
      meaning:
        "Unbound offline and wiped; the provider refuses the report, and may see it as bound. Save the evidence and call. It is told again; a code binds anew.",
    },
  },
  unknownMeaning: {
    apply:
      "No clear answer came when the request was sent. The provider may have it or not. This machine keeps asking and never sends it twice. Do not apply again.",
    execute:
      "No clear answer came when it was to be unbound. The provider may have done it or not. Payments stay paused and no data is lost. This machine keeps asking and never sends it twice.",
  },
  upstreamStates: {
    submitted: "Received",
    under_review: "Under review",
    verification_required: "More proof needed",
    risk_hold: "Held for risk",
    approved: "Approved",
    rejected: "Rejected",
    cancelled: "Withdrawn",
    expired: "Expired",
    unbound: "Unbound",
  },
  steps: {
    confirm: { ahead: "Confirm", done: "Confirmed" },
    send: { ahead: "Submit", done: "Sent" },
    submit: { ahead: "Acceptance", done: "Submitted" },
    review: { ahead: "Review", done: "Reviewed" },
    approve: { ahead: "Approval", done: "Approved" },
    execute: { ahead: "Execute (payments pause)", done: "Executed" },
    challenge: { ahead: "Challenge and answer", done: "Answered" },
    unbindUpstream: { ahead: "The provider unbinds", done: "Unbound by the provider" },
    wipe: { ahead: "Wipe this machine", done: "Wiped here" },
    sync: { ahead: "Report when online", done: "Reported" },
    finish: { ahead: "Provider's final word", done: "Unbinding complete" },
  },
  reasons: {
    business_adjustment: "Business adjustment",
    personal_leave_or_move: "Leaving the job or moving",
    regulatory: "Law or regulator requires it",
    switch_provider: "Changing the payment provider",
    business_terminated: "Business ended",
    identity_data_change: "Identity data changed",
    account_security: "Account security at risk",
    duplicate_or_wrong_charge: "Duplicate or wrong charges",
    settlement_account_change: "Changing the settlement account",
    shop_moved_or_closed: "Shop moved or closed",
    replace_terminal: "Replacing the terminal",
    not_needed: "No longer needed",
    surplus_terminal: "Surplus terminal",
    legal_rep_change: "Change of legal representative",
    other: "Other reason",
  },
  reasonPhrases: ["New device", "Shop moved", "Shop closed", "Not in use"],
  checks: {
    SN_UNREADABLE: {
      name: "Serial number can be read",
      problem: () => "The serial number cannot be read",
      remedy: "Check cable and power, then check again.",
    },
    IMEI_UNREADABLE: {
      name: "IMEI can be read",
      problem: () => "The IMEI cannot be read",
      remedy: "See whether SIM and 4G/5G of the terminal work, then check again.",
    },
    IMEI_INVALID: {
      name: "IMEI is right",
      problem: () => "The check digit of the IMEI is wrong",
      remedy: "Compare with the label; if it differs, ask the provider.",
    },
    ID_MISMATCH: {
      name: "It is the registered terminal",
      problem: () => "This may be another terminal than the registered one",
      remedy: "Compare with the label and connect the registered one.",
    },
    BATTERY_LOW: {
      name: "Battery is sufficient",
      problem: (percent) => (percent === null ? "The battery is low" : `The battery has only ${percent}%`),
      remedy: "Connect the charger and check again later.",
    },
    BATTERY_UNKNOWN: {
      name: "Battery level can be read",
      problem: () => "The battery level cannot be read",
      remedy: "Connect it to mains power before going on.",
    },
    NETWORK_DOWN: {
      name: "4G/5G works",
      problem: () => "No 4G/5G signal",
      remedy: "Find better signal or check the SIM. On a cable or Wi-Fi, let it be.",
    },
    UPSTREAM_UNREACHABLE: {
      name: "The provider is reached, and it confirms the binding",
      problem: () => "The provider is not reached, or did not confirm the binding",
      remedy: "Check the network and check again later; or discard and do it by telephone.",
    },
    CLOCK_UNTRUSTED: {
      name: "The clock is right",
      problem: () => "The clock of this machine is wrong",
      remedy: "Ask maintenance to set the clock.",
    },
    TAMPER_FLAG: {
      name: "The terminal was not opened",
      problem: () => "The terminal may have been opened",
      remedy: "Stop using it and call a technician.",
    },
    PRINTER_FAULT: {
      name: "The printer works",
      problem: () => "The printer is out of paper or has a fault",
      remedy: "See to paper and cover; or save the voucher instead of printing.",
    },
    STORAGE_FAULT: {
      name: "Storage works",
      problem: () => "The storage of this machine has a fault",
      remedy: "Call maintenance.",
    },
    OPEN_BATCH: {
      name: "Everything is settled",
      problem: (count) =>
        count === null
          ? "Some payments are not settled yet"
          : `${count} ${count === 1 ? "payment is" : "payments are"} not settled yet`,
      remedy: "Settled by itself before unbinding; if it cannot be, nothing is unbound. See to it in the payment app.",
    },
    STORED_OFFLINE_TX: {
      name: "No offline payments are waiting",
      problem: (count) =>
        count === null
          ? "Some offline payments are not sent yet"
          : `${count} offline ${count === 1 ? "payment is" : "payments are"} not sent yet`,
      remedy: "Sent by itself before unbinding; if it cannot be, nothing is unbound. Go online and see to it.",
    },
    PENDING_REVERSAL: {
      name: "No reversal is pending",
      problem: (count) =>
        count === null
          ? "A reversal is not finished"
          : `${count} ${count === 1 ? "reversal is" : "reversals are"} not finished`,
      remedy: "Finish it in the payment app, then check again.",
    },
    PENDING_REFUND: {
      name: "No refund is pending",
      problem: (count) =>
        count === null
          ? "A refund is not finished"
          : `${count} ${count === 1 ? "refund is" : "refunds are"} not finished`,
      remedy: "Finish it in the payment app, then check again.",
    },
    POLICY_VERSION_OLD: {
      name: "The terms are the newest",
      problem: () => "The unbind terms have changed",
      remedy: "Discard, apply again and look at the new terms.",
    },
    WINDOW_CLOSED: {
      name: "Within the hours for it",
      problem: () => "It is outside the hours for it",
      remedy: "Apply when the provider allows it.",
    },
    LIMIT_REACHED: {
      name: "Unbinds are left",
      problem: () => "No unbinds are left",
      remedy: "Ask the provider when you may apply again.",
    },
    NOT_AUTHORISED: {
      name: "Unbinding is authorised",
      problem: () => "The provider has not authorised unbinding",
      remedy: "Have the provider authorise it, then check again.",
    },
    CONSENT_REQUIRED: {
      name: "The terms are agreed to",
      problem: () => "The terms are not agreed to",
      remedy: "Discard, begin again and press 'Agree and go on'.",
    },
    DOCUMENTS_MISSING: {
      name: "Documents are at hand",
      problem: () => "Documents are not at hand yet",
      remedy: "Get them together, discard and begin again.",
    },
    REPLACEMENT_UNVERIFIED: {
      name: "The new settlement account is validated",
      problem: () => "The new settlement account is not validated",
      remedy: "Have the provider validate the new account, or say that there is none.",
    },
    OTHER_BINDING_DEPENDS: {
      name: "No other card or account is affected",
      problem: () => "Other cards or accounts end with it",
      remedy: "Cards and accounts that hang on the terminal end with it. Make sure first.",
    },
    REQUEST_ALREADY_OPEN: {
      name: "No other request is open",
      problem: () => "Another request is still open",
      remedy: "Wait until it ends, or withdraw it first.",
    },
  },
  checkCauses: {
    "terminal=another": "This is not the terminal that is bound. Compare with the label and connect the right one.",
    "binding=none": "This machine keeps no such binding. Check again later, or ask the provider what is registered.",
    "binding=ended": "The binding that this machine keeps has ended. Ask the provider.",
    "binding=newer":
      "The provider's binding is newer than this machine's. Discard and begin again; if it stays so, ask the provider.",
    "payments=running":
      "Payments were not stopped, so the number may grow. Stop them in the payment application, then try again.",
    "power=fault": "The terminal reports a power fault, which charging does not mend. Call a field technician.",
    "not-supported": "The terminal refused every command that could tell it. A field technician has to look at it.",
    hidden:
      "Android 10 and later tells it only to the device's owner. Make this app device owner, or install the edition for this maker's terminals.",
    "permission-denied":
      "The app's permission \"Phone\" was taken away. Give it again in the device's management, then check again.",
    "not-now": "The terminal says that it may not be read now. Check again later.",
    malformed: "The terminal answered, and not in the form of this value. A field technician has to look at it.",
    placeholder: "The terminal gave a filler, no real number. A field technician has to look at it.",
    contradictory:
      "The values that were read differ. Check again; if it stays so, a field technician has to look at it.",
    "not-read-yet": "It was not read yet. Check again.",
  },
  checkLevels: { must: "Required", should: "Advised" },
  checkOutcomes: { passed: "Passed", failed: "Failed" },
  eligibility: {
    eligible: "All checks passed",
    eligible_with_side_effects: "You can go on; look at this first",
    ineligible: "Cannot be submitted yet; put this right first",
  },
  bindingKinds: {
    terminal_to_merchant: {
      name: "Unbind terminal from merchant",
      subject: "Terminal",
      begin: "Unbind this terminal",
      effects: {
        short: "This terminal takes no more payments for the shop",
        ends: "The binding of this terminal to the merchant. From then on it takes no payments.",
        stays: "The merchant's account, settlement account and other terminals.",
        here: "Merchant data is wiped from this machine for good; serial number, IMEI and a trace of the unbind stay. To use it again it must be bound again.",
      },
    },
    terminal_to_account: {
      name: "Unbind terminal from account",
      subject: "Terminal",
      begin: "Unbind this terminal",
      effects: {
        short: "This terminal takes no more payments for the account",
        ends: "The binding of this terminal to the account. From then on it takes no payments.",
        stays: "The account itself and other terminals.",
        here: "Account data is wiped from this machine for good; serial number, IMEI and a trace of the unbind stay. To use it again it must be bound again.",
      },
    },
    settlement_card_to_merchant: {
      name: "Unbind settlement card",
      subject: "Settlement card",
      begin: "Unbind this card",
      effects: {
        short: "No money is settled to this card any more",
        ends: "The binding of this card to the merchant. No money is settled to it any more.",
        stays: "The terminal stays bound; the card and its bank account are not changed.",
        here: "The card's binding record is wiped here. Whether payments go on is for the voucher to say.",
      },
    },
    bank_account_to_pos: {
      name: "Unbind bank account",
      subject: "Bank account",
      begin: "Unbind this account",
      effects: {
        short: "This bank account is no longer tied to the terminal",
        ends: "The binding of this bank account to this terminal.",
        stays: "The terminal stays bound; the bank account itself is not closed.",
        here: "The account's binding record is wiped here. Whether payments go on is for the voucher to say.",
      },
    },
  },
  intents: { unbind_only: "Unbind only, keep the account", unbind_and_close: "Unbind and ask to close the account" },
  executions: { approve_then_execute: "Approval first, then execution", one_step: "In one step" },
  ways: { online: "Online", offline: "By telephone (without a network)" },
  roles: {
    cashier: "Cashier",
    merchant: "Merchant's manager",
    technician: "Field technician",
    factory: "Factory",
    upstream: "Provider",
  },
  methods: { pin: "PIN", upstream_authorisation: "Provider's permission" },
  waiverReasons: {
    terminal_broken: "Terminal broken",
    terminal_lost_or_stolen: "Terminal lost or stolen",
    saved_elsewhere: "Saved elsewhere",
    provider_instructed: "Instructed by the provider",
    no_remedy_here: "No remedy here",
  },
  signedFields: {
    schemaVersion: "Format version",
    aud: "Addressee",
    requestId: "Request number",
    providerId: "Provider",
    profileVersion: "Provider profile version",
    bindingKind: "Kind of binding",
    intent: "Intent",
    execution: "Execution",
    way: "Way",
    "reason.code": "Reason",
    "reason.text": "Remark",
    "device.sn": "Serial number SN",
    "device.snSource": "Source of SN",
    "device.imei": "IMEI",
    "device.imeiSource": "Source of IMEI",
    "device.model": "Model",
    "device.firmware": "Firmware",
    "device.app": "Program version",
    epoch: "Binding epoch",
    "binding.acquirerCode": "Acquirer code",
    "binding.merchantCodeHash": "Merchant code (hash)",
    "binding.creditCodeHash": "Social credit code (hash)",
    "binding.settlementAccountMasked": "Settlement account (masked)",
    "binding.addressMasked": "Address (masked)",
    subjectMasked: "Card or account to unbind (masked)",
    "precheck.checks": "Check",
    "precheck.waivers.check": "Check gone on without",
    "precheck.waivers.reason": "Gone on because",
    "precheck.waivers.role": "Gone on by",
    "precheck.waivers.principalId": "Who went on (id)",
    "precheck.waivers.authorisationId": "Provider's permission",
    "precheck.waivers.at": "Gone on at",
    "actors.role": "Operator's role",
    "actors.principalId": "Operator's principal",
    "actors.method": "Authenticated by",
    "actors.approvedAt": "Operator approved at",
    secondApproval: "To be approved by",
    "consent.policyId": "Terms agreed to",
    "consent.policyVersion": "Version of the terms",
    "consent.language": "Language of the terms",
    "consent.textHash": "Fingerprint of the terms",
    "consent.at": "Agreed at",
    statements: "Operator's statement",
    "funds.openBatch": "Payments in the open batch",
    "funds.storedOffline": "Stored offline payments",
    "funds.disposition": "Disposition of money",
    createdAt: "Made at",
    expiresAt: "Valid until",
    supersedes: "Replaces request",
  },
  wipeItems: {
    binding_record: "Binding record",
    merchant_pin: "Merchant PIN",
    payment_application: "Merchant data in the payment application",
    payment_keys: "Payment keys",
  },
  wipeMethods: {
    delete: "deletion",
    overwrite: "overwriting",
    cryptoErase: "destroying the encryption key",
    vendorKeyErase: "the vendor's key erase call",
  },
  wipeResults: { done: "Wiped", failed: "Failed", notPerformed: "Not performed", notApplicable: "Not applicable" },
  unsettled: (openBatch, storedOffline, pendingReversals = 0) =>
    `not settled: ${openBatch} in the batch, ${storedOffline} stored, ${pendingReversals} to be reversed`,
  unsettledUnknown: "whether anything was left unsettled is not known",
  receiptOutcomes: {
    unbound_now: "Unbound by this request",
    already_unbound: "Was unbound before; this request changed nothing",
  },
  receiptFields: {
    iss: "Signed by",
    aud: "For the terminal with key",
    receiptId: "Voucher number",
    requestId: "Request number",
    requestHash: "Request hash",
    executionHash: "Execution hash",
    outcome: "Outcome",
    unboundAt: "Unbound at",
    sn: "Serial number SN",
    imeiHash: "IMEI hash",
    epoch: "Binding epoch",
    bindingKind: "Kind of binding",
    subjectMasked: "What was unbound (masked)",
    keyProven: "Terminal's key kept (proven)",
    paymentsMayContinue: "Payments may go on",
    followUps: "To do next",
  },
  keyProven: {
    tpm: "In the security chip",
    strongbox: "In a security chip of its own",
    trusted_environment: "In the protected part of the processor",
    keystore: "In the system's key store",
    credential_tpm2: "Encrypted by the security chip",
    dpapi: "Encrypted under the system's account",
    credential_host: "Encrypted on the disk",
    software: "In software",
  },
  dispositions: { transfer_all_or_close: "Transfer it all or close the account" },
  continues: { yes: "Yes", no: "No" },
  followUps: {
    funds_arrived: "See that the settled money has arrived",
    update_merchant_info: "Update the merchant's records",
    update_pos_system: "Update the till system",
    close_account: "Apply for closing the account",
    check_bank_account: "Check the bank account",
    new_terminal_or_settlement: "Apply for a new terminal or settlement account",
    deposit_refund: "Ask for the deposit",
    verify_unbound: "Verify that it is unbound",
    apply_new_terminal: "Apply for a new terminal",
    new_account_effective: "See that the new account is in effect",
    update_tax_registration: "Update the tax registration",
    watch_transactions: "Watch for odd transactions",
    check_account_security: "Check the account's security",
    confirm_unbound: "Confirm the state: not bound",
    stop_using_terminal: "Stop using the terminal",
    update_systems: "Update the systems concerned",
    confirm_result: "Confirm the result",
  },
};
