/** Notes for a technician. Takes codes and facts, never sentences, never anything secret. */

export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  note(code: string, facts?: LogFacts): void;
}
