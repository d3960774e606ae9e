/** Text in columns on a terminal's screen, where Han characters and their signs take two. */

export function widthOf(text: string): number {
  return [...text].reduce((width, char) => width + (char > "\u2e7f" ? 2 : 1), 0);
}

/** What something is called, and what there is to say of it. */
export function row(name: string, text: string): string {
  return inColumns(name, text, 30);
}

/** The second column begins at `column`, or two columns behind the first where that is longer. */
export function inColumns(first: string, second: string, column: number): string {
  return `${first}${" ".repeat(Math.max(2, column - widthOf(first)))}${second}`;
}
