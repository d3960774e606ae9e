/** What every OfflineSecret must do, wherever it keeps its bytes. */

import { describe, expect, test } from "vitest";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { utf8 } from "../../device/base/bytes.ts";
import { ok } from "../../device/base/result.ts";
import type { PublicJwk } from "../../device/contract/fields.ts";
import type { OfflineSecret } from "../../device/ports/offlineSecret.ts";
import { createAgreementKey } from "../upstream/agreementKey.ts";

/** `start` gives the secret as a process finds it after a start; every call is a restart on the same storage. */
export type OfflineSecretHooks = { start(): Promise<OfflineSecret> };

export function describeOfflineSecret(name: string, prepare: () => Promise<OfflineSecretHooks>): void {
  describe(`${name} as an OfflineSecret`, () => {
    test("before the enrolment asked for it there is none, and using it makes none", async () => {
      const { start } = await prepare();
      const secret = await start();

      const none = { ok: false, error: { code: "offline/no-secret" } };
      expect([await secret.hmac(utf8("a")), await (await start()).hmac(utf8("a"))]).toEqual([none, none]);
    });

    test("what it answers is the HMAC-SHA-256 under what the upstream comes to by the half it is told, also after a restart", async () => {
      const { start } = await prepare();
      const { agreement, secretOf } = await upstreamSide();
      const secret = await start();
      const half = await secret.agree(agreement);
      const key = half.ok ? await secretOf(half.value) : new Uint8Array();

      const answers = [await secret.hmac(challenge), await (await start()).hmac(challenge)];

      const mac = ok(createNodeHash().hmac(key, challenge));
      expect({ bytes: key.length, answers }).toEqual({ bytes: 32, answers: [mac, mac] });
    });

    test("the same agreement is the same half in every later call and after a restart", async () => {
      const { start } = await prepare();
      const { agreement } = await upstreamSide();
      const secret = await start();

      const first = await secret.agree(agreement);
      const others = await Promise.all([secret.agree(agreement), start().then((again) => again.agree(agreement))]);

      expect({ ok: first.ok, others }).toEqual({ ok: true, others: [first, first] });
    });

    test.each(["audience", "sn", "deviceKid"] as const)(
      "with another %s it is another secret, and the one before is gone",
      async (name) => {
        const { start } = await prepare();
        const { agreement, secretOf } = await upstreamSide();
        const secret = await start();
        const before = await secret.agree(agreement);
        const mac = await secret.hmac(challenge);

        const after = await secret.agree({ ...agreement, [name]: "another" });

        const key = after.ok ? await secretOf(after.value, { [name]: "another" }) : new Uint8Array();
        expect({
          sameHalf: JSON.stringify(before) === JSON.stringify(after),
          sameMac: JSON.stringify(mac) === JSON.stringify(await secret.hmac(challenge)),
          mac: await secret.hmac(challenge),
        }).toEqual({
          sameHalf: false,
          sameMac: false,
          mac: ok(createNodeHash().hmac(key, challenge)),
        });
      },
    );
  });
}

const challenge = utf8("challenge");

/** An upstream with a key of its own, and what it comes to by a terminal's half. */
async function upstreamSide() {
  const key = await createAgreementKey();
  const names = { audience: "https://upstream.test", sn: "FX26T1000001", deviceKid: "A".repeat(43) };
  return {
    agreement: { upstreamKey: key.publicJwk, ...names },
    secretOf: (terminalKey: PublicJwk, change: Partial<typeof names> = {}) =>
      key.secretWith({ terminalKey, ...names, ...change }),
  };
}
