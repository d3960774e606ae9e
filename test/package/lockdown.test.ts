/** The installed kiosk from outside: keys, clicks and an environment that would get somebody out of it, or something into it. */

import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { asKiosk, openPlainTerminal, type PlainTerminal } from "./plainTerminal.ts";
import { displayNumber, screenSize, takePicture } from "./screen.ts";

const { dir, edition } = inject("madePackages");

/** What means something to window managers, browsers, toolkits or the system; none of it to the kiosk. */
const keys = [
  ...[
    "alt+F4",
    "alt+Tab",
    "alt+shift+Tab",
    "alt+space",
    "alt+Escape",
    "alt+Print",
    "alt+Left",
    "alt+Right",
    "alt+Home",
  ],
  ...["alt+F2", "alt+F10", "ctrl+alt+Left", "ctrl+alt+Right", "ctrl+alt+Up", "ctrl+alt+Down", "ctrl+alt+Tab"],
  ...["ctrl+alt+Delete", "ctrl+alt+BackSpace", "ctrl+alt+F2", "ctrl+alt+t", "shift+alt+Left", "shift+alt+Right"],
  ...["super+F1", "super+F2", "super+d", "super+e", "super+l", "super+Tab", "super+shift+Left", "Super_L", "Print"],
  ...["ctrl+w", "ctrl+q", "ctrl+r", "ctrl+n", "ctrl+t", "ctrl+p", "ctrl+o", "ctrl+s", "ctrl+u", "ctrl+l", "ctrl+f"],
  ...[
    "ctrl+g",
    "ctrl+h",
    "ctrl+j",
    "ctrl+m",
    "ctrl+plus",
    "ctrl+minus",
    "ctrl+0",
    "ctrl+Tab",
    "ctrl+F4",
    "ctrl+Escape",
  ],
  ...["ctrl+shift+i", "ctrl+shift+j", "ctrl+shift+r", "ctrl+shift+n", "ctrl+shift+Escape", "ctrl+shift+u", "shift+F10"],
  ...["F1", "F3", "F5", "F6", "F7", "F10", "F11", "F12", "Menu", "XF86Back", "XF86HomePage", "XF86Reload", "XF86WWW"],
];

const [right, bottom] = [screenSize.width - 1, screenSize.height - 1];
/** A button, and where; none of it on anything that can be pressed. 2 is the middle one, 4 and 5 the wheel, 8 and 9 back and forward. */
const clicks = [0, right].flatMap((x) =>
  [0, bottom].flatMap((y) => [1, 2, 3, 4, 5, 8, 9].map((button) => `${button} ${x} ${y}`)),
);

/** Says each key and click after which the screen is another one for longer than a moment; ends where Escape brings it not back. */
const tryAll = `export DISPLAY=:${displayNumber}
seen() { sleep 0.15; md5sum </run/jiebang-display/Xvfb_screen0; }
is_back() { for _ in 1 2 3 4 5 6 7; do if [ "$(seen)" = "$kiosk" ]; then return 0; fi; done; return 1; }
look() { if ! is_back; then echo "$1"; xdotool key Escape; is_back || { echo "and stays away"; exit; }; fi; }
kiosk=$(seen)
for key in ${keys.join(" ")}; do xdotool key "$key"; look "$key"; done
for held in ctrl shift alt super; do xdotool keydown "$held" mousemove 10 10 click 1 click 3 click 4 keyup "$held"; look "$held+click"; done
echo '${clicks.join("\n")}' | while read -r button x y; do xdotool mousemove "$x" "$y" click "$button"; look "button $button at $x,$y"; done
`;

describe.skipIf(process.getuid?.() !== 0)("the installed kiosk", () => {
  let terminal: PlainTerminal;

  beforeAll(async () => {
    terminal = await openPlainTerminal(dir);
    const { machine, setupArguments } = terminal;
    await machine.must(`dpkg --install /packages/jiebang_${edition.debianVersion}_amd64.deb`);
    await machine.must(`jiebang-setup ${setupArguments}`);
  });
  afterEach(() => terminal.stop());
  afterAll(() => terminal?.close());

  async function lookAtScreen() {
    const { machine } = terminal;
    const tree = await machine.must(`DISPLAY=:${displayNumber} xwininfo -root -tree`);
    const picture = await takePicture(machine);
    return {
      window: /"jiebang" "jiebang"\)\s+(\S+)/.exec(tree)?.[1],
      bottom: [picture.colourAt(0, bottom), picture.colourAt(right, bottom)],
      drawn: picture.colours > 20,
    };
  }
  const whole = {
    window: `${screenSize.width}x${screenSize.height}+0+0`,
    bottom: ["#7a1fa2", "#7a1fa2"],
    drawn: true,
  };

  test("covers the display to the last pixel without a window manager, and takes nothing of who starts it along", async () => {
    const hostile = [
      ...["LD_PRELOAD=/lib/x86_64-linux-gnu/libm.so.6", "LD_LIBRARY_PATH=/tmp", "GTK_MODULES=x", "GTK3_MODULES=x"],
      ...["SSL_CERT_FILE=/tmp/x", "NODE_USE_SYSTEM_CA=1", "NODE_OPTIONS=--inspect", "NODE_EXTRA_CA_CERTS=/tmp/x"],
      ...["ELECTRON_RUN_AS_NODE=1", "HTTPS_PROXY=http://127.0.0.1:9", "SSLKEYLOGFILE=/tmp/x", "GIO_EXTRA_MODULES=/tmp"],
    ];
    await terminal.start({ program: "/usr/bin/jiebang --remote-debugging-port=9222", env: hostile.join(" ") });
    const { machine } = terminal;

    const main = "$(pgrep -o -f '^/usr/lib/jiebang/[^ ]*/jiebang')";
    const environment = await machine.must(`tr '\\0' '\\n' </proc/${main}/environ | sed 's/=.*//' | sort`);
    const words = await machine.must(`tr '\\0' ' ' </proc/${main}/cmdline`);
    const screen = await lookAtScreen();

    expect({ environment: environment.trim().split("\n"), words: words.trim(), screen }).toEqual({
      environment: ["DISPLAY", "HOME", "LANG", "NOTIFY_SOCKET", "PATH", "XAUTHORITY", "XDG_RUNTIME_DIR"],
      words: `/usr/lib/jiebang/${edition.debianVersion}/jiebang`,
      screen: whole,
    });
  });

  test.each<[string, string, readonly string[]]>([
    ["ours", "true", []],
    // Its menu of the window is its own key; whoever wants none of it takes the configuration of the package.
    ["Debian's own", "cp /etc/xdg/openbox/rc.xml /etc/jiebang/openbox.xml", ["alt+space"]],
  ])("no key and no click leads out of it under the openbox configuration that is %s", async (_whose, put, known) => {
    const { machine } = terminal;
    await machine.must(put);
    await terminal.start();

    const out = (await machine.must(tryAll)).split("\n").filter((line) => line !== "");
    const screen = await lookAtScreen();

    expect({ out, screen }).toEqual({ out: known, screen: whole });
  });

  test("the program itself refuses what the launcher keeps from it", async () => {
    const program = `/usr/lib/jiebang/${edition.debianVersion}/jiebang`;
    const variables = ["LD_PRELOAD", "LD_AUDIT", "GTK3_MODULES", "SSL_CERT_FILE", "NODE_USE_SYSTEM_CA"];
    const switches = ["--remote-debugging-port=9222", "--no-sandbox", "--inspect", "--gpu-launcher=/bin/true"];
    const attempts = [
      ...variables.map((name) => `env ${name}=x ${program}`),
      ...switches.map((word) => `${program} ${word}`),
    ];

    const codes: Record<string, number> = {};
    for (const attempt of attempts)
      codes[attempt] = (await terminal.machine.sh(`DISPLAY=:${displayNumber} timeout 20 ${asKiosk} ${attempt}`)).code;

    expect(codes).toEqual(Object.fromEntries(attempts.map((attempt) => [attempt, 78])));
  });
});
