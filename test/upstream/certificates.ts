/** Certificates for TLS, made by the openssl command: an authority, and what it certifies. They last a week and vouch for nothing. */

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type Certified = { readonly certFile: string; readonly keyFile: string };
export type Authority = Certified & {
  /** `address` goes where a server's name or address goes; a certificate of minus one day has expired. */
  certify(name: string, options?: { readonly address?: string; readonly days?: number }): Promise<Certified>;
};

/** Rejects when openssl is not there. Keys are for their owner only. */
export async function createAuthority(dir: string, name: string): Promise<Authority> {
  const own = filesOf(dir, name);
  await run("openssl", ["req", "-x509", ...newKey(own.keyFile), ...subject(name), "-days", "7", "-out", own.certFile]);
  return {
    ...own,
    async certify(whom, { address = "127.0.0.1", days = 7 } = {}) {
      const made = filesOf(dir, whom);
      const asked = `${made.certFile}.request`;
      const place = /^[\d.]+$/.test(address) ? `IP:${address}` : `DNS:${address}`;
      const name = ["-addext", `subjectAltName=${place}`];
      await run("openssl", ["req", "-new", ...newKey(made.keyFile), ...subject(whom), ...name, "-out", asked]);
      const by = ["-CA", own.certFile, "-CAkey", own.keyFile, "-copy_extensions", "copy"];
      await run("openssl", ["x509", "-req", "-in", asked, ...by, "-days", String(days), "-out", made.certFile]);
      return made;
    },
  };
}

/** What a server and its clients need, in one folder. */
export type TlsFolder = { readonly caFile: string; readonly server: Certified; readonly client: Certified };

/** Makes the folder with everything in it when it is not there yet. */
export async function openTlsFolder(dir: string): Promise<TlsFolder> {
  if (!existsSync(dir)) {
    const making = `${dir}.making-${process.pid}`;
    mkdirSync(making, { recursive: true, mode: 0o700 });
    const authority = await createAuthority(making, "ca");
    await authority.certify("server");
    await authority.certify("client");
    renameSync(making, dir);
  }
  return { caFile: filesOf(dir, "ca").certFile, server: filesOf(dir, "server"), client: filesOf(dir, "client") };
}

/** What a client of this folder is configured with. */
export function tlsFilesOf({ caFile, client }: TlsFolder): Certified & { readonly caFile: string } {
  return { caFile, ...client };
}

const filesOf = (dir: string, name: string): Certified => ({
  certFile: join(dir, `${name}.pem`),
  keyFile: join(dir, `${name}.key`),
});

const subject = (name: string) => ["-subj", `/CN=${name}`];
const newKey = (file: string) => ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", file];
