/** The words of the first setup. */

import type { SetupTexts } from "../setupTexts.ts";

export const setupEn: SetupTexts = {
  usage:
    "usage: jiebang-setup [--port PATH] [--baud N] [--driver at|slf] [--upstream URL] [--upstream-key FILE] [--agreement-key FILE] [--ca FILE] [--client-cert FILE --client-key FILE] [--printer PATH|PATH@BAUD|HOST[:PORT]] [--paper 58|80] [--simulated] [--host cage|x11] [--no-start] [--force] [--lang zh|en]",
  exits: {
    done: "the kiosk is set up",
    silent: "the terminal, the provider or the service did not answer",
    notLooked: "wrong arguments, a question that nobody answered, or a file that cannot be used",
    interrupted: "Ctrl-C before the end",
  },
  questions: {
    port: "Serial port of the terminal",
    upstream: "Address of the payment provider (https://...)",
    keyFile: "File with the provider's public key (JWK)",
    agreementKeyFile: "File with the provider's key for codes over the phone (JWK)",
  },
  otherwise: "{question} [{answer}]: ",
  trying: "Trying {what} ...",
  found: {
    terminal: "The terminal answers at {baudRate} baud over {driver}: SN {sn}",
    upstream: "The provider answers; its time is {serverTime}",
    keys: "{count} public key(s) of the provider",
  },
  wrote: "Wrote {file}",
  protection: {
    tpm2: "The kiosk's keys are encrypted; systemd unlocks them by the TPM (/etc/credstore.encrypted).",
    host: "The kiosk's keys are encrypted under systemd's own key on this disk (/etc/credstore.encrypted).",
    none: "systemd cannot encrypt the kiosk's keys here: they are kept in software, unless the kiosk can use a TPM itself.",
  },
  kept: "The configuration before it is {file}",
  started: "Started {service}. The terminal's screen shows what comes next.",
  notStarted: "Start the kiosk with: systemctl enable --now {service}",
  forced: "It is written all the same, because --force says so.",
  failures: {
    "setup/not-root": "Only root may write {file}. Run this with sudo.",
    "setup/no-answer": "Nobody answered the question: {question}.",
    "setup/upstream-wrong":
      "{url} is no address of a provider: it must be https without user name, query or # (with --simulated also http for this machine).",
    "setup/not-written": "Cannot write {file} ({reason}).",
    "setup/not-configurable": "The kiosk would not take this configuration: {field}.",
    "setup/service-not-started": "The service {service} did not start. See: journalctl -u {service}",
  },
};
