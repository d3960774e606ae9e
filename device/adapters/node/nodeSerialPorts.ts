/** Which device file is the terminal's, found by what its USB device says of itself. Opens nothing. */

import { readdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { err, ok, type Result } from "../../base/result.ts";
import type { LinkFailure } from "../../ports/serialLink.ts";

/** What the configuration says of the device: its name in /dev/serial/by-id, or some of its USB numbers. */
export type SerialSearch = {
  readonly byId?: string | undefined;
  /** Four hexadecimal digits each. */
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
};

export type UsbDevice = {
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
};

type Port = UsbDevice & { readonly path: string };

const linuxPlaces = { byId: "/dev/serial/by-id", dev: "/dev", tty: "/sys/class/tty" } as const;

/** Where Linux keeps what is asked for; other places are for tests. */
export type SerialPlaces = { readonly [Place in keyof typeof linuxPlaces]: string };

/** The path of the one device that fits everything the search says. */
export async function findSerialPort(
  search: SerialSearch,
  places: SerialPlaces = linuxPlaces,
): Promise<Result<string, LinkFailure>> {
  // A name is a path already: nothing has to be listed for it.
  if (search.byId !== undefined) return ok(join(places.byId, search.byId));
  const fitting = (await listPorts(places)).filter((port) => fits(port, search));
  const path = [search.vendorId ?? "*", search.productId ?? "*", search.serialNumber ?? "*"].join(":");
  const [only, ...more] = fitting;
  if (!only) return err({ code: "link/port-missing", path });
  if (more.length > 0) return err({ code: "link/port-ambiguous", path, count: fitting.length });
  return ok(only.path);
}

/** The USB device behind a device file, from the kernel's own files; null where there is none, or on another system. */
export async function usbDeviceOf(path: string, places: SerialPlaces = linuxPlaces): Promise<UsbDevice | null> {
  const file = await realpath(path).catch(() => path);
  return usbDeviceOfTty(basename(file), places);
}

async function usbDeviceOfTty(name: string, { tty }: SerialPlaces): Promise<UsbDevice | null> {
  let folder = await realpath(join(tty, name, "device")).catch(() => null);
  // The tty hangs on a port, the port on an interface, the interface on the device.
  for (let levels = 0; folder !== null && levels < 4; levels++, folder = dirname(folder)) {
    const vendorId = await attribute(folder, "idVendor");
    if (vendorId === undefined) continue;
    const [productId, serialNumber] = [await attribute(folder, "idProduct"), await attribute(folder, "serial")];
    return { vendorId, productId, serialNumber };
  }
  return null;
}

/** The library asks udevadm, a program that small systems do not have; then the kernel's files are read instead. */
async function listPorts(places: SerialPlaces): Promise<readonly Port[]> {
  const { SerialPort } = await import("serialport");
  const listed: readonly Port[] = await SerialPort.list().catch(() => []);
  return listed.length > 0 ? listed : listKernelPorts(places);
}

async function listKernelPorts(places: SerialPlaces): Promise<readonly Port[]> {
  const names = await readdir(places.tty).catch(() => []);
  const ports: Port[] = [];
  for (const name of names) {
    const device = await usbDeviceOfTty(name, places);
    if (device) ports.push({ ...device, path: join(places.dev, name) });
  }
  return ports;
}

function fits(port: Port, search: SerialSearch): boolean {
  return (["vendorId", "productId", "serialNumber"] as const).every(
    (field) => search[field] === undefined || search[field].toLowerCase() === port[field]?.toLowerCase(),
  );
}

async function attribute(folder: string, name: string): Promise<string | undefined> {
  const text = await readFile(join(folder, name), "utf8").catch(() => "");
  return text.trim() || undefined;
}
