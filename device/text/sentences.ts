/** A sentence or a word for each name, and none may be missing. */
export type Sentences<Name extends string> = Readonly<Record<Name, string>>;
