import { decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { ReceiptPayload } from "../../device/contract/messages/outcome.ts";
import { paths, profilesAnswer } from "../../device/contract/upstream.ts";
import { bundledProfiles } from "../../device/profiles/bundled.ts";
import { signedProfilePayload } from "../../device/profiles/schema.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { answerOf, identity, outcomeOf, payloadOf, type TestTerminal } from "./testTerminal.ts";

const [generic, lishua] = bundledProfiles;
if (!generic || !lishua) throw new Error("two profiles are needed");

const told = async (terminal: TestTerminal): Promise<string[]> =>
  profilesAnswer.parse(JSON.parse((await terminal.get(paths.profiles(terminal.sn))).body)).profiles;

test("a terminal gets its providers' profiles with contacts, signed, and nobody else's", async () => {
  const { terminal, upstream, clock } = await createEnrolledTerminal();
  const contacts = [{ kind: "phone" as const, value: "0000-SIMULATED" }];
  const handOverOrigins = ["https://verify.example.test"];
  const verifier = "https://verify.example.test/receipt";
  await upstream.operator.publishProfile({ profile: lishua });
  const before = await told(terminal);
  await upstream.operator.publishProfile({ profile: generic, contacts, handOverOrigins, verifier });
  const [jws = ""] = await told(terminal);

  const { typ, kid } = decodeProtectedHeader(jws);
  const addressed = { iss: upstream.audience, aud: terminal.kid };
  expect([before, typ, kid, signedProfilePayload.parse(payloadOf(jws))]).toEqual([
    ...[[], jwsType.profile, upstream.kid],
    {
      ...addressed,
      profile: generic,
      contacts,
      handOverOrigins,
      verifier,
      issuedAt: new Date(clock.now()).toISOString(),
      serial: 1,
    },
  ]);
});

test("a profile that is published again has a higher serial", async () => {
  const { upstream } = await createEnrolledTerminal();
  const publish = async () => (await upstream.operator.publishProfile({ profile: generic })).serial;

  expect([await publish(), await publish()]).toEqual([1, 2]);
});

test("the follow-ups of a receipt are those of the published profile", async () => {
  const { upstream, unbound } = await createEnrolledTerminal();
  const followUps = [
    { code: "verify_unbound" as const },
    { code: "close_account" as const, condition: "no_longer_used" as const },
  ];
  await upstream.operator.publishProfile({ profile: { ...generic, followUps } });
  const { receipt } = await unbound();

  expect(payloadOf<ReceiptPayload>(receipt).followUps).toEqual(["verify_unbound"]);
});

test("an account is closed only where that was asked for", async () => {
  const { terminal } = await createEnrolledTerminal();
  const request = await terminal.request({ execution: "one_step", intent: "unbind_and_close" });
  const { receipt = "" } = answerOf(await terminal.submit(request));

  expect(payloadOf<ReceiptPayload>(receipt).followUps).toContain("close_account");
});

test("profiles are told to nobody but the terminal that asks for its own", async () => {
  const { terminal, another } = await createEnrolledTerminal();
  await another({ sn: "SN-0002-0000", imei: "352656100367872" });

  expect(outcomeOf(await terminal.get(paths.profiles("SN-0002-0000")))).toBe("404 unknown-terminal");
});

test.each(bundledProfiles)("$providerId can be published as it comes with the program", async (profile) => {
  const { upstream } = await createEnrolledTerminal();

  expect(await upstream.operator.publishProfile({ profile })).toMatchObject({ providerId: profile.providerId });
  expect((await upstream.operator.list()).terminals[0]?.sn).toBe(identity.sn);
});
