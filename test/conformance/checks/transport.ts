/** What answers at the address at all: JSON, problems, and bounds. */

import { healthAnswer, paths } from "../../../device/contract/upstream.ts";
import { all, bodyOf, type Check, is, says } from "../check.ts";

/** The largest body that a provider has to take; one byte more may be refused. */
const mostBodyBytes = 65_536;

/** Seconds, or a date as RFC 9110 section 5.6.7 wants it written. */
const whenToAsk = /^(\d{1,9}|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)$/;

export const transportChecks: readonly Check[] = [
  {
    id: "transport/health",
    clause: `GET ${paths.health} answers 200 with the provider's own time, and wants no authorisation.`,
    severity: "must",
    async run({ send, now }) {
      const answer = await send({ method: "GET", path: paths.health, headers: {}, body: "" });
      const told = healthAnswer.safeParse(bodyOf(answer));
      const skewMs = told.success ? Math.abs(Date.parse(told.data.serverTime) - now()) : Number.NaN;
      return all(says(answer, "200"), is(told.success, true), is(skewMs < 300_000, true));
    },
  },
  {
    id: "transport/unknown-path",
    clause: "What is not there is a problem document of kind not-found.",
    severity: "must",
    run: async ({ send }) =>
      says(await send({ method: "GET", path: "/v1/nothing-of-this-name", headers: {}, body: "" }), "404 not-found"),
  },
  {
    id: "transport/other-content-type",
    clause: "A body that is not application/jose is refused as malformed, whatever it says.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const { jws, requestId } = await request();
      const headers = { "idempotency-key": `"${requestId}"`, "content-type": "application/json" };
      return says(await terminal.post(paths.requests, jws, headers), "400 malformed");
    },
  },
  {
    id: "transport/no-jws",
    clause: "A body that is no compact JWS is refused as malformed.",
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const { requestId } = await request();
      return says(
        await terminal.post(paths.requests, "hello", { "idempotency-key": `"${requestId}"` }),
        "400 malformed",
      );
    },
  },
  {
    id: "transport/too-large",
    clause: `A body of more than ${mostBodyBytes} bytes is refused as too-large.`,
    severity: "must",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const { requestId } = await request();
      const headers = { "idempotency-key": `"${requestId}"` };
      return says(await terminal.post(paths.requests, "A".repeat(mostBodyBytes + 1), headers), "413 too-large");
    },
  },
  {
    id: "transport/no-store",
    clause: "Answers about a terminal are not kept on the way: Cache-Control is no-store.",
    severity: "should",
    async run({ enrolled }) {
      const { terminal } = await enrolled();
      const { headers } = await terminal.get(paths.bindings(terminal.sn));
      return is(headers["cache-control"]?.includes("no-store") ?? false, true);
    },
  },
  {
    id: "transport/retry-after",
    clause:
      "`Retry-After`, where an answer about a request has one, is seconds or an HTTP date (RFC 9110 section 10.2.3).",
    severity: "should",
    async run({ enrolled }) {
      const { terminal, request } = await enrolled();
      const made = await request();
      const answers = [await terminal.submit(made), await terminal.ask(made)];
      const told = answers.map(({ headers }) => headers["retry-after"]).filter((text) => text !== undefined);
      return is(told.filter((text) => !whenToAsk.test(text)).join(), "");
    },
  },
];
