/** What a build step answers when the machine does not give it what it needs. */

/** `says` is the whole sentence for the person at the shell: what is missing and what to do. */
export type BuildFailure = { readonly code: `build/${string}`; readonly says: string };
