/** The operator's commands: which order each gives, what it takes from the command line, and what it prints. */

import { readFileSync, writeFileSync } from "node:fs";
import type { ParseArgsConfig } from "node:util";
import type { Operator, OperatorOrderName, RequestSummary, TerminalSummary } from "./operator.ts";

/** What stands after the command. A missing or unreadable argument throws an Error whose message says which. */
export type Given = {
  /** The word after the command, e.g. an SN. */
  subject(name: string): string;
  text(option: string): string | undefined;
  needed(option: string): string;
  flag(option: string): boolean;
};

export type Command = {
  readonly synopsis: string;
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  readonly order: OperatorOrderName;
  input(given: Given): object;
  /** `output` is what the order came back with. */
  say(output: unknown, given: Given): string;
};

type Output<Name extends OperatorOrderName> = Awaited<ReturnType<Operator[Name]>>;

function command<Name extends OperatorOrderName>(
  order: Name,
  told: Omit<Command, "order" | "say" | "options"> & {
    readonly options?: string;
    readonly flags?: string;
    say(output: Output<Name>, given: Given): string;
  },
): Command {
  const { options = "", flags = "", ...rest } = told;
  const words = (text: string) => text.split(" ").filter((word) => word !== "");
  const declared = [
    ...words(options).map((name) => [name, { type: "string" }] as const),
    ...words(flags).map((name) => [name, { type: "boolean" }] as const),
  ];
  return {
    ...rest,
    order,
    options: Object.fromEntries(declared),
    say: (output, given) => told.say(output as Output<Name>, given),
  };
}

const oneBinding = "kind provider";
const binding = (given: Given) => ({
  ...optional("bindingKind", given.text("kind")),
  ...optional("providerId", given.text("provider")),
});
const sn = (given: Given) => ({ sn: given.subject("SN"), ...binding(given) });
const newBindingOptions = `${oneBinding} merchant subject contact`;
const newBinding = (given: Given) => ({
  ...binding(given),
  ...optional("merchantName", given.text("merchant")),
  ...optional("subject", given.text("subject")),
  ...optional("contact", given.text("contact")),
});
const lifetime = (given: Given) => optional("validMs", times(number(given, "minutes"), 60_000));
const requestId = (given: Given) => ({ requestId: given.subject("REQUEST") });

const optional = <Value>(name: string, value: Value | undefined) => (value === undefined ? {} : { [name]: value });
const times = (value: number | undefined, by: number) => (value === undefined ? undefined : value * by);

function number(given: Given, option: string): number | undefined {
  const text = given.text(option);
  if (text !== undefined && !/^\d{1,9}$/.test(text)) throw new Error(`--${option} must be a whole number`);
  return text === undefined ? undefined : Number(text);
}

/** A word for "nothing": takes away what was set. */
const orNone = <Value>(text: string | undefined, value: (text: string) => Value) =>
  text === undefined ? undefined : text === "none" ? null : value(text);

function windowOf(text: string): object {
  const [opensAt, closesAt] = text.split("/").map(instantOf);
  return { opensAt, closesAt };
}

function instantOf(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`"${text}" is no time; write 2026-01-31T08:00:00Z`);
  return new Date(ms).toISOString();
}

const aboutRequest = (order: "approve" | "cancel" | "expire" | "lift", help: string): Command =>
  command(order, { synopsis: `${order} REQUEST`, help, input: requestId, say: requestLine });

export const commands: Readonly<Record<string, Readonly<Record<string, Command>>>> = {
  "Terminals and their bindings": {
    register: command("registerTerminal", {
      synopsis:
        "register --sn SN --imei IMEI [--kind KIND] [--provider ID] [--merchant NAME] [--subject CARD] [--contact TEXT]",
      help: "a terminal with its first binding; a terminal_to_merchant one of generic-pos unless told otherwise",
      options: `sn imei ${newBindingOptions}`,
      input: (given) => ({ sn: given.needed("sn"), imei: given.needed("imei"), bindings: [newBinding(given)] }),
      say: terminalLines,
    }),
    bind: command("addBinding", {
      synopsis: "bind SN --kind KIND [--provider ID] [--merchant NAME] [--subject CARD] [--contact TEXT]",
      help: "one more binding; KIND is terminal_to_merchant, terminal_to_account, settlement_card_to_merchant or bank_account_to_pos",
      options: newBindingOptions,
      input: (given) => ({ sn: given.subject("SN"), binding: newBinding(given) }),
      say: terminalLines,
    }),
    code: command("issueCode", {
      synopsis: "code SN [--minutes N]",
      help: "a one-time code to enrol this terminal with, good for a day",
      options: "minutes",
      input: (given) => ({ sn: given.subject("SN"), ...lifetime(given) }),
      say: ({ code }) => code,
    }),
    "bind-again": command("bindAgain", {
      synopsis: "bind-again SN",
      help: "binds anew what is unbound; the terminal enrols again with a fresh code",
      options: oneBinding,
      input: sn,
      say: terminalLines,
    }),
    "unbind-at-desk": command("unbindAtDesk", {
      synopsis: "unbind-at-desk SN",
      help: "ends the binding without the terminal",
      options: oneBinding,
      input: sn,
      say: terminalLines,
    }),
    terms: command("setTerms", {
      synopsis:
        "terms SN [--window FROM/TO] [--left N] [--until TIME] [--replacement pending|validated|none] [--account MASKED] [--policy VERSION]",
      help: "when and how often it may be unbound, what takes over, which policy is in force; none takes a window or limit away",
      options: `${oneBinding} window left until replacement account policy`,
      input(given) {
        const account = optional("accountMasked", given.text("account"));
        const state = given.text("replacement");
        const left = given.text("left");
        return {
          ...sn(given),
          ...optional("window", orNone(given.text("window"), windowOf)),
          ...optional("unbindsLeft", left === "none" ? null : number(given, "left")),
          ...optional("limitUntil", orNone(given.text("until"), instantOf)),
          ...optional("replacement", state === undefined ? undefined : { state, ...account }),
          ...optional("policyVersion", given.text("policy")),
        };
      },
      say: ({ bindingKind, providerId, terms }) => `${bindingKind} ${providerId}  ${JSON.stringify(terms)}`,
    }),
    authorise: command("authorise", {
      synopsis: "authorise SN --covers unbind,waive_open_batch,waive_stored_offline [--minutes N]",
      help: "permits ahead: that a technician unbinds, or leaves money data behind; good for a day",
      options: `${oneBinding} covers minutes`,
      input: (given) => ({ ...sn(given), covers: given.needed("covers").split(","), ...lifetime(given) }),
      say: ({ id, covers, expiresAt }) => `authorisation ${id}  ${covers.join(", ")}  until ${expiresAt}`,
    }),
    order: command("orderUnbind", {
      synopsis: "order SN [--reason CODE] [--text TEXT] [--minutes N]",
      help: "the upstream's own unbind: the terminal finds it and carries it out",
      options: `${oneBinding} reason text minutes`,
      input: (given) => ({
        ...sn(given),
        ...optional("reason", given.text("reason")),
        ...optional("text", given.text("text")),
        ...lifetime(given),
      }),
      say: requestLine,
    }),
    publish: command("publishProfile", {
      synopsis: "publish FILE",
      help: "signs a provider's profile for its terminals; FILE is JSON: { profile, contacts?, handOverOrigins?, verifier?, policy?, brand? }",
      input: (given) => jsonFile(given.subject("FILE")),
      say: ({ providerId, profileVersion, serial }) => `published ${providerId} ${profileVersion}, issue ${serial}`,
    }),
  },
  Requests: {
    list: command("list", {
      synopsis: "list",
      help: "terminals, requests and offline answers",
      input: () => ({}),
      say: ({ terminals, requests, answers }) =>
        [
          ...terminals.map(terminalLines),
          ...requests.map(requestLine),
          ...answers.map(({ sn: of, purpose, answeredAt, reported }) => {
            return `answer   ${of}  ${purpose}  given ${answeredAt}${reported ? ", reported" : ""}`;
          }),
        ].join("\n"),
    }),
    approve: aboutRequest("approve", "ends the review; a request in one step is unbound with it"),
    reject: command("reject", {
      synopsis: "reject REQUEST --code CODE [--text TEXT]",
      help: "also takes back an approval that was not executed yet",
      options: "code text",
      input: (given) => ({ ...requestId(given), code: given.needed("code"), ...optional("text", given.text("text")) }),
      say: requestLine,
    }),
    withdraw: command("withdrawGrant", {
      synopsis: "withdraw REQUEST [--code CODE] [--text TEXT]",
      help: "takes an approval back",
      options: "code text",
      input: (given) => ({
        ...requestId(given),
        ...optional("code", given.text("code")),
        ...optional("text", given.text("text")),
      }),
      say: requestLine,
    }),
    hold: command("hold", {
      synopsis: "hold REQUEST [--code CODE] [--until TIME]",
      help: "stops the review for risk, until the time or until it is lifted",
      options: "code until",
      input: (given) => ({
        ...requestId(given),
        state: "risk_hold",
        ...optional("code", given.text("code")),
        ...optional("until", orNone(given.text("until"), instantOf) ?? undefined),
      }),
      say: requestLine,
    }),
    lift: aboutRequest("lift", "ends a risk hold; the review begins anew"),
    demand: command("demand", {
      synopsis:
        "demand REQUEST --factor FACTOR [--hand-over [--origin URL] | --code DIGITS --sent-to MASKED --tries N] [--after-review] [--minutes N]",
      help: "wants something proven: a code that is typed (drawn unless told), or a telephone, on a page that the published profile lists; FACTOR is sms, code, face, documents...",
      options: "factor code sent-to tries minutes origin",
      flags: "hand-over after-review",
      input: (given) => ({
        ...requestId(given),
        factor: given.needed("factor"),
        how: given.flag("hand-over")
          ? { kind: "handOver", ...optional("origin", given.text("origin")) }
          : {
              kind: "code",
              ...optional("code", given.text("code")),
              ...optional("sentTo", given.text("sent-to")),
              ...optional("tries", number(given, "tries")),
            },
        phase: given.flag("after-review") ? "afterReview" : "beforeReview",
        ...lifetime(given),
      }),
      say: ({ code, uri, userCode, ...request }) =>
        `${requestLine(request)}\n${code === undefined ? `telephone ${uri}  ${userCode}` : `code      ${code}`}`,
    }),
    proven: command("handOverDone", {
      synopsis: "proven REQUEST [--not]",
      help: "what the telephone says at the end of a hand-over; --not rejects the request",
      flags: "not",
      input: (given) => ({ ...requestId(given), proven: !given.flag("not") }),
      say: requestLine,
    }),
    cancel: aboutRequest("cancel", "withdraws it for the terminal"),
    expire: aboutRequest("expire", "lets it run out now"),
  },
  "Without a network": {
    answer: command("answer", {
      synopsis: "answer CHALLENGE [--file PATH] [--code] [--sn SN] [--request FILE] [--minutes N]",
      help: "answers the letters that a terminal shows; --file writes the signed answer (name it *.jws), --code prints the code alone",
      options: "file sn request minutes",
      flags: "code",
      input: (given) => ({ ...challenge(given), ...optional("request", textFile(given.text("request"))) }),
      say: answerLines,
    }),
    "unlock-pin": command("unlockPin", {
      synopsis: "unlock-pin CHALLENGE --role merchant|technician|factory [--file PATH] [--code] [--sn SN]",
      help: "lets a role choose a new PIN: the letters say whose, and --role has to say the same",
      options: "role file sn minutes",
      flags: "code",
      input: (given) => ({ ...challenge(given), role: given.needed("role") }),
      say: answerLines,
    }),
  },
  "The upstream's keys": {
    "rotate-key": command("rotateKey", {
      synopsis: "rotate-key [--overlap-minutes N]",
      help: "signs with a new key from now on; those before it count for a month more, unless told otherwise",
      options: "overlap-minutes",
      input: (given) => optional("overlapMs", times(number(given, "overlap-minutes"), 60_000)),
      say: keySetLines,
    }),
    "end-key": command("endKey", {
      synopsis: "end-key KID",
      help: "what this key signs counts no more: for one that was exchanged, and got into other hands",
      input: (given) => ({ kid: given.subject("KID") }),
      say: keySetLines,
    }),
  },
  "How the upstream behaves": {
    review: command("setReview", {
      synopsis: "review MILLISECONDS|manual",
      help: "how long requests that come from now on are reviewed",
      input(given) {
        const said = given.subject("MILLISECONDS or manual");
        return { reviewMs: said === "manual" ? said : Number(said) };
      },
      say: () => "set",
    }),
    "verify-all": command("setVerification", {
      synopsis: "verify-all none | verify-all FACTOR [--hand-over | --code DIGITS] [--after-review]",
      help: "what is demanded of every request that comes from now on",
      options: "code sent-to",
      flags: "hand-over after-review",
      input(given) {
        const factor = given.subject("FACTOR or none");
        if (factor === "none") return { demand: null };
        const code = { kind: "code", code: given.flag("hand-over") ? undefined : given.text("code") };
        if (!given.flag("hand-over") && code.code === undefined)
          throw new Error("--code is missing: nobody could be told a drawn one");
        const how = given.flag("hand-over")
          ? { kind: "handOver" }
          : { ...code, ...optional("sentTo", given.text("sent-to")) };
        return { demand: { factor, how, phase: given.flag("after-review") ? "afterReview" : "beforeReview" } };
      },
      say: () => "set",
    }),
    fault: command("setFault", {
      synopsis: "fault none | fault KIND [--route ROUTE] [--times N]",
      help: "misbehaves: html, server-error, silence, hang-after-headers, answer-lost, huge-body, receipt-other-key...",
      options: "route times",
      input(given) {
        const kind = given.subject("KIND or none");
        if (kind === "none") return { fault: null };
        return {
          fault: { kind, ...optional("route", given.text("route")), ...optional("times", number(given, "times")) },
        };
      },
      say: () => "set",
    }),
  },
};

function keySetLines({ serial, keys }: Output<"rotateKey">): string {
  const lines = keys.map(({ kid, notBefore, notAfter = "no end" }) => `key      ${kid}  ${notBefore} to ${notAfter}`);
  return [`key set ${serial}`, ...lines, JSON.stringify(keys.at(-1)?.key)].join("\n");
}

const challenge = (given: Given) => ({
  challenge: given.subject("CHALLENGE"),
  ...optional("sn", given.text("sn")),
  ...lifetime(given),
});

/** What whoever holds the telephone is about to allow, by the letters themselves. */
const allowed: Readonly<Record<Output<"answer">["allows"], string>> = {
  unbind: "THE UNBIND that this terminal asks for",
  "merchant-pin": "A NEW PIN OF THE MERCHANT: only the merchant may be told",
  "technician-pin": "A NEW PIN OF THE TECHNICIAN: only the technician may be told",
  "factory-pin": "A NEW PIN OF THE FACTORY: only the factory may be told",
};

function answerLines(answer: Output<"answer">, given: Given): string {
  const file = given.text("file");
  if (file !== undefined) writeFileSync(file, `${answer.jws}\n`);
  if (given.flag("code")) return answer.code;
  return [
    `allows   ${allowed[answer.allows]}`,
    `terminal ${answer.sn}  ${answer.bindingKind}, epoch ${answer.epoch}`,
    `merchant ${answer.merchantName} ${answer.merchantIdMasked}`,
    `code     ${answer.code.replace(/(\d{4})(?=\d)/g, "$1 ")}   to be read out`,
    `signed   ${file === undefined ? answer.jws : `written to ${file}`}`,
    `good until ${answer.expiresAt}`,
  ].join("\n");
}

function terminalLines({ sn: of, deviceKid, bindings }: TerminalSummary): string {
  const key = deviceKid === null ? "not enrolled" : `key ${deviceKid}`;
  const each = bindings.map(({ bindingKind, providerId, state, epoch, merchantName }) => {
    return `         ${bindingKind} of ${providerId}: ${state}, epoch ${epoch}, ${merchantName}`;
  });
  return [`terminal ${of}  ${key}`, ...each].join("\n");
}

function requestLine(request: RequestSummary): string {
  const { origin, bindingKind, state, updatedAt } = request;
  const name = origin === "upstream" ? "order  " : "request";
  const told = `${name}  ${request.requestId}  ${request.sn}  ${bindingKind}  ${state} since ${updatedAt}`;
  return `${told}${request.way === "offline" ? ", offline" : ""}${request.attested ? ", wipe attested" : ""}`;
}

function jsonFile(path: string): object {
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof value !== "object" || value === null) throw new Error(`${path} holds no JSON object`);
  return value;
}

const textFile = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path, "utf8").trim());
