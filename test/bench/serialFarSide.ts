/**
 * Starts a program of this folder with the far sides of new serial device files already open in it: no process stands
 * between them, as socat would. Node cannot make a pty, so a few lines of Perl do and then become that program.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { stopWithUs } from "../../build/stopWithUs.ts";

export type FarSide = {
  /** The device files, in the order of their far sides. */
  readonly paths: readonly string[];
  readonly child: ChildProcess;
  stop(): Promise<void>;
};

/** One far side as the program finds it on its command line. */
export type FarEnd = { readonly fd: number; readonly path: string };

/** 0402 is O_RDWR | O_NOCTTY; the two requests are TIOCSPTLCK, which unlocks the pty, and TIOCGPTN, which tells its number. */
const openPtys = `
  $^F = 4096;
  for (1 .. shift) {
    my ($locked, $number) = (pack("i", 0), pack("i", 0));
    sysopen(my $far, "/dev/ptmx", 0402) or die "/dev/ptmx: $!";
    ioctl($far, 0x40045431, $locked) and ioctl($far, 0x80045430, $number) or die "pty: $!";
    push @open, $far;
    push @told, fileno($far) . "=/dev/pts/" . unpack("i", $number);
  }
  exec @ARGV, @told;
`;

/** The program is ready when it has sent its first message. */
export async function startFarSide(program: string, count: number, ...args: readonly string[]): Promise<FarSide> {
  const command = [process.execPath, ...process.execArgv, join(import.meta.dirname, program), ...args];
  const child = spawn("perl", ["-e", openPtys, String(count), ...command], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const stop = stopWithUs(child);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${program} ended with ${code}`);
  });
  ended.catch(() => {});
  const [paths] = await Promise.race([once(child, "message"), ended]);
  return { paths, child, stop };
}

/** For the program: its far ends, from what stands at the end of its command line. */
export function farEndsIn(args: readonly string[]): readonly FarEnd[] {
  return args.flatMap((arg) => {
    const [, fd, path] = /^(\d+)=(.+)$/.exec(arg) ?? [];
    return fd && path ? [{ fd: Number(fd), path }] : [];
  });
}
