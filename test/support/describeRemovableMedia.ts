/** What every RemovableMedia must do, whatever it is. */

import { describe, expect, test } from "vitest";
import { ok } from "../../device/base/result.ts";
import type { RemovableMedia } from "../../device/ports/removableMedia.ts";

export type RemovableMediaHooks = {
  readonly answers: RemovableMedia;
  /** Somebody puts the removable medium in, or pulls it out. */
  plugIn(): Promise<void>;
  pullOut(): Promise<void>;
  /** Somebody else writes a file on the removable medium that is plugged in. */
  write(name: string, text: string): Promise<void>;
  /** The files on it. */
  list(): Promise<Readonly<Record<string, string>>>;
};

export function describeRemovableMedia(name: string, prepare: () => Promise<RemovableMediaHooks>): void {
  describe(`${name} as OfflineAnswers`, () => {
    test("nothing is read from a removable medium that is not there, and nothing is put on it", async () => {
      const { answers, plugIn, pullOut, list } = await prepare();
      const before = [await answers.read(), await answers.put("unbind.json", "{}")];
      await plugIn();
      const empty = await answers.read();
      const files = await list();
      await pullOut();

      const none = { ok: false, error: { code: "offline/no-carrier" } };
      expect({ before, empty, files, after: await answers.read() }).toEqual({
        before: [none, none],
        empty: ok({ texts: [], ignored: 0 }),
        files: {},
        after: none,
      });
    });

    test("answers are read in the order of their names, without their lines' ends, and stay where they are", async () => {
      const { answers, plugIn, write, list } = await prepare();
      await plugIn();
      const files = { "b.JWS": "b.b.b\r\n", "a.jws": "a.a.a\n", "c.txt": "c.c.c", "._a.jws": "\0\0", jws: "d.d.d" };
      for (const [file, text] of Object.entries(files)) await write(file, text);

      const read = await answers.read();

      expect({ read, left: await list() }).toEqual({
        read: ok({ texts: ["a.a.a", "b.b.b"], ignored: 0 }),
        left: files,
      });
    });

    test("a file that is named as an answer and is none is counted, and does not hide the others", async () => {
      const { answers, plugIn, write } = await prepare();
      await plugIn();
      for (const [file, text] of Object.entries({
        "1.jws": "",
        "2.jws": "two words",
        "3.jws": "a.a.a",
        "4.jws": "绑",
      })) {
        await write(file, text);
      }

      expect(await answers.read()).toEqual(ok({ texts: ["a.a.a"], ignored: 3 }));
    });

    test("what is put lies there under its name, in the place of an older one, and is no answer", async () => {
      const { answers, plugIn, list } = await prepare();
      await plugIn();
      await answers.put("unbind-1.json", "{}");

      const put = await answers.put("unbind-1.json", '{"终端":1}');

      expect({ put: put.ok, files: await list(), read: await answers.read() }).toEqual({
        put: true,
        files: { "unbind-1.json": '{"终端":1}' },
        read: ok({ texts: [], ignored: 0 }),
      });
    });
  });
}
