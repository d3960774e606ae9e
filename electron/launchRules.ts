/**
 * What may stand on the command line and in the environment of this program. Chromium obeys dozens of switches that
 * open a terminal to anybody who can edit a start script. Pure; main.ts acts on the verdict.
 */

export type Launch = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly packaged: boolean;
};

/** `refused` and `noted` hold names of switches and variables, never their values. */
export type LaunchVerdict = { readonly refused: readonly string[]; readonly noted: readonly string[] };

const ownOptions: readonly string[] = ["config"];

/**
 * What the launcher of the command line puts in front, exactly so. It opens no page, so there is nothing for a sandbox
 * to hold, and it may be root who types; what stands behind the last of them Chromium does not read.
 */
export const commandLineSwitches: readonly string[] = ["--no-sandbox", "--no-zygote", "--log-level=3", "--"];

/** The words of a command for the program without a screen; undefined where the kiosk is to start. */
export function findCommandLine(argv: readonly string[]): readonly string[] | undefined {
  const given = argv.slice(1, 1 + commandLineSwitches.length);
  const isOne = commandLineSwitches.every((name, index) => given[index] === name);
  return isOne ? argv.slice(1 + commandLineSwitches.length) : undefined;
}

const dangerousSwitches: readonly string[] = [
  "allow-file-access-from-files",
  "allow-running-insecure-content",
  "browser-subprocess-path",
  "disable-seccomp-filter-sandbox",
  "disable-site-isolation-trials",
  "disable-web-security",
  "gpu-launcher",
  "host-resolver-rules",
  "host-rules",
  "ignore-certificate-errors",
  "ignore-certificate-errors-spki-list",
  "js-flags",
  "load-extension",
  "log-net-log",
  "proxy-pac-url",
  "proxy-server",
  "remote-debugging-pipe",
  "renderer-cmd-prefix",
  "single-process",
  "ssl-key-log-file",
  "unsafely-treat-insecure-origin-as-secure",
  "user-data-dir",
  "utility-cmd-prefix",
];

/** Tests attach by the first two; a host without user namespaces needs the last. Only where nothing is packaged. */
const developmentSwitches: readonly string[] = ["remote-debugging-port", "inspect", "no-sandbox"];

/**
 * Each of these makes the loader, the C library, GTK, GLib, the graphics driver, OpenSSL, Node or Electron load foreign
 * code, trust foreign certificates or tell secrets. The launcher lets a handful of others through and none of these.
 */
const dangerousVariables = new RegExp(
  `^(${[
    "LD_.*|GLIBC_TUNABLES|GCONV_PATH|LOCPATH|MALLOC_.*",
    "GTK[0-9]?_.*|GDK_PIXBUF_.*|GIO_.*|GSETTINGS_.*|GST_.*|FONTCONFIG_.*|XMODIFIERS|XDG_(CONFIG|DATA)_.*",
    "LIBGL_.*|LIBVA_.*|MESA_.*|GALLIUM_.*|VK_.*|_*(EGL|GLX)_.*",
    "SSL_.*|SSLKEYLOGFILE|OPENSSL_.*|(HTTPS?|ALL|NO)_PROXY",
    "NODE_.*|UV_.*|ELECTRON_.*|CHROME_(DEVEL|LOG|WRAPPER|CRASHPAD).*|BREAKPAD_.*",
  ].join("|")})$`,
  "i",
);

/** A packaged kiosk takes its own options and nothing else; a development one refuses what is known to be dangerous. */
export function judgeLaunch({ argv, env, packaged }: Launch): LaunchVerdict {
  const given = argv.slice(1);
  if (packaged) {
    const foreign = given.filter((argument) => !ownOptions.some((option) => argument.startsWith(`--${option}=`)));
    const variables = Object.keys(env).filter((name) => env[name] !== "" && dangerousVariables.test(name));
    return { refused: [...foreign.map((argument) => switchName(argument) ?? "(argument)"), ...variables], noted: [] };
  }
  const switches = given.flatMap((argument) => switchName(argument) ?? []);
  return {
    refused: switches.filter((name) => dangerousSwitches.includes(name)),
    noted: switches.filter((name) => developmentSwitches.includes(name) || name.startsWith("inspect-")),
  };
}

/** The switch as Chromium takes it, with one dash or two and in any case; undefined for a plain argument. */
function switchName(argument: string): string | undefined {
  const match = /^--?([^=]+)/.exec(argument);
  return match?.[1]?.toLowerCase().replace(/[^a-z0-9-]/g, "?");
}
