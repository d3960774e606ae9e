// The first start: the terminal's key is enrolled with a one-time code, and the binding is kept.

import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import { bindingIn, createRig, genericTarget, isBound, type OddAnswer, type Rig } from "../../support/rig.ts";
import { tellingBindings } from "../../support/tellingBindings.ts";

const hasFailed = ({ bindings }: Snapshot) => bindings.state === "unknown" && bindings.failure !== null;
const asked = (rig: Rig, what: string) => rig.witnessed.filter((seen) => seen.what === what).length;

describe("An enrolment that is answered with", () => {
  test.each<readonly [string, OddAnswer, string]>([
    ["a code that is refused", { status: 403, problem: "code-refused" }, "upstream/code-refused"],
    ["a terminal nobody knows", { status: 404, problem: "unknown-terminal" }, "upstream/terminal-unknown"],
    ["another identity", { status: 422, problem: "identity-mismatch" }, "upstream/identity-mismatch"],
    [
      "a binding that nobody signed",
      { status: 201, body: { deviceKid: "k".repeat(43), bindings: ["a.b.c"] } },
      "trust/malformed",
    ],
  ])("%s: told, no binding is kept, and nothing can be unbound", async (_story, answer, code) => {
    const rig = await createRig({ answers: ["POST /v1/enrolments", answer] });
    const { bindings } = await rig.until(hasFailed);
    await rig.type("274951");
    await rig.type("274951");
    const order = await rig.order("beginUnbind", genericTarget);

    expect({
      told: bindings.state === "unknown" && bindings.failure?.code,
      kept: rig.disk.merchant.bindings,
      ok: order.ok,
    }).toEqual({
      told: code,
      kept: [],
      ok: false,
    });
  });

  test("nothing for a while: tried again by itself, and the same code still serves", async () => {
    const rig = await createRig({ answers: ["POST /v1/enrolments", { status: 503, problem: "internal" }] });
    await rig.until(({ bindings }) => bindings.state === "unknown" && bindings.failure?.code === "upstream/busy");
    rig.answersAs("POST /v1/enrolments", null);

    const bound = await rig.until((seen) => isBound(seen));

    expect(bindingIn(bound)).toMatchObject({ state: "bound", epoch: 1 });
  });
});

test("A binding that is kept is not asked for again after a restart", async () => {
  const rig = await createRig();
  await rig.setUp();
  const before = asked(rig, "POST /v1/enrolments");
  await rig.restart();
  await rig.until((seen) => isBound(seen));

  expect({ before, after: asked(rig, "POST /v1/enrolments") }).toEqual({ before: 1, after: 1 });
});

test("A kept binding that somebody edited is not believed", async () => {
  const rig = await createRig();
  await rig.setUp();
  const [kept = ""] = rig.disk.merchant.bindings;
  rig.disk.merchant.bindings = [`${kept.slice(0, -8)}AAAAAAAA`];
  await rig.restart();

  const { bindings } = await rig.until(hasFailed);

  expect(bindings.state === "unknown" && bindings.failure?.code).toBe("trust/signature-wrong");
});

test("A binding that is told after the unbind brings nothing back that was wiped", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "execution" } });
  await rig.execute();
  await rig.reach("unknown");
  const { bindings } = rig.disk.merchant;
  rig.disk.merchant.bindings = [];
  await rig.upstream.operator.setFault({ fault: null });
  const telling = tellingBindings({ bindings });
  rig.line.meddler = async (exchange, upstream) => {
    const answer = await telling(exchange, upstream);
    if (exchange.path.endsWith("/bindings")) await new Promise<void>((over) => rig.clock.after(120_000, over));
    return answer;
  };

  await rig.restart();
  await rig.reach("completed");
  await rig.clock.advance(180_000);

  expect(rig.disk.merchant.bindings).toEqual([]);
});
