/** Finding the terminal's port among the devices that udevadm or the kernel tell of; udevadm here is a program of the test. */

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createNodeSerialLinkOpener } from "../../../device/adapters/node/nodeSerialLink.ts";
import { findSerialPort, type SerialPlaces } from "../../../device/adapters/node/nodeSerialPorts.ts";
import { createPtyTerminal } from "../../support/ptyTerminal.ts";

const folder = mkdtempSync(join(tmpdir(), "ports-"));
const path = process.env.PATH;
let count = 0;

afterEach(() => {
  process.env.PATH = path;
});
afterAll(() => rmSync(folder, { recursive: true }));

type Device = { readonly tty: string; readonly vendorId: string; readonly productId: string; readonly serial: string };

const modem: Device = { tty: "ttyUSB0", vendorId: "1199", productId: "68a2", serial: "LF1234" };
const twin: Device = { tty: "ttyUSB1", vendorId: "1199", productId: "68A2", serial: "LF9999" };
const other: Device = { tty: "ttyACM0", vendorId: "2341", productId: "0043", serial: "55736" };

/** Puts a udevadm that knows these devices first on the path; null for a system that has none. Returns the file that says it ran. */
function withUdevadm(devices: readonly Device[] | null): string {
  const dir = mkdtempSync(join(folder, "bin-"));
  const ran = join(dir, "ran");
  process.env.PATH = devices ? `${dir}:${path}` : dir;
  const entries = (devices ?? []).flatMap(({ tty, vendorId, productId, serial }) => [
    ...[`P: /devices/x/${tty}`, `N: ${tty}`, `E: DEVNAME=/dev/${tty}`, `E: ID_VENDOR_ID=${vendorId}`],
    ...[`E: ID_MODEL_ID=${productId}`, `E: ID_SERIAL_SHORT=${serial}`, ""],
  ]);
  if (devices) {
    writeFileSync(join(dir, "udevadm"), `#!/bin/sh\ntouch ${ran}\ncat <<'END'\n${entries.join("\n")}\nEND\n`);
    chmodSync(join(dir, "udevadm"), 0o755);
  }
  return ran;
}

/** The kernel's files about these devices: a tty on a port on an interface on the device. */
function kernelWith(devices: readonly Device[]): SerialPlaces {
  const root = join(folder, `sys${count++}`);
  for (const place of ["tty", "by-id"]) mkdirSync(join(root, place), { recursive: true });
  for (const { tty, vendorId, productId, serial } of devices) {
    const device = join(root, "devices", `1-${tty}`);
    const port = join(device, "1-1:1.0", tty);
    mkdirSync(port, { recursive: true });
    mkdirSync(join(root, "tty", tty));
    symlinkSync(port, join(root, "tty", tty, "device"));
    for (const [name, value] of Object.entries({ idVendor: vendorId, idProduct: productId, serial }))
      writeFileSync(join(device, name), `${value}\n`);
  }
  return { tty: join(root, "tty"), byId: join(root, "by-id"), dev: "/dev" };
}

describe.each([
  ["udevadm", (devices: readonly Device[]) => ({ udevadm: devices, kernel: [] })],
  ["the kernel, where there is no udevadm", (devices: readonly Device[]) => ({ udevadm: null, kernel: devices })],
])("told by %s", (_teller, tell) => {
  test.each([
    ["maker and model", { vendorId: "2341", productId: "0043" }, { ok: true, value: "/dev/ttyACM0" }],
    ["a serial number", { serialNumber: "LF9999" }, { ok: true, value: "/dev/ttyUSB1" }],
    [
      "upper case",
      { vendorId: "1199", productId: "68A2", serialNumber: "lf1234" },
      { ok: true, value: "/dev/ttyUSB0" },
    ],
    [
      "what two devices have",
      { vendorId: "1199" },
      { ok: false, error: { code: "link/port-ambiguous", path: "1199:*:*", count: 2 } },
    ],
    [
      "what none has",
      { vendorId: "1199", serialNumber: "55736" },
      { ok: false, error: { code: "link/port-missing", path: "1199:*:55736" } },
    ],
  ])("a port is found by %s", async (_story, search, expected) => {
    const told = tell([modem, twin, other]);
    withUdevadm(told.udevadm);

    const found = await findSerialPort(search, kernelWith(told.kernel));

    expect(found).toEqual(expected);
  });
});

test("a name in by-id is a path, and nothing is listed for it", async () => {
  const ran = withUdevadm([modem]);

  const found = await findSerialPort({ byId: "usb-Maker_Model_LF1234-if00-port0" }, kernelWith([]));

  expect({ found: found.ok && basename(found.value), ran: existsSync(ran) }).toEqual({
    found: "usb-Maker_Model_LF1234-if00-port0",
    ran: false,
  });
});

test("a configured path is opened without listing anything, and listing would have been noticed", async () => {
  const pty = await createPtyTerminal({ path: join(folder, "tty") });
  const ran = withUdevadm([modem]);

  const opened = await createNodeSerialLinkOpener({ path: pty.path, baudRate: 115_200 }).open();
  const listedByOpen = existsSync(ran);
  await findSerialPort({ vendorId: "1199" });
  if (opened.ok) await opened.value.close();
  await pty.stop();

  expect({ opened: opened.ok, listedByOpen, listedBySearch: existsSync(ran) }).toEqual({
    opened: true,
    listedByOpen: false,
    listedBySearch: true,
  });
});

test("an open port tells the serial number of the USB device behind it, whatever name it was opened by", async () => {
  const pty = await createPtyTerminal({ path: join(folder, "tty") });
  const places = kernelWith([{ ...modem, tty: basename(realpathSync(pty.path)) }]);

  const opened = await createNodeSerialLinkOpener({ path: pty.path, baudRate: 115_200, places }).open();
  if (opened.ok) await opened.value.close();
  await pty.stop();

  expect(opened.ok && opened.value.usbSerialNumber).toBe("LF1234");
});
