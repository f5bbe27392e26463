/** How emphasis looks. Apply it to text without control characters, see `printable`. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

export const plainStyle: Style = { bold: (text) => text, dim: (text) => text };

export const ansiStyle: Style = {
  bold: (text) => `\u001B[1m${text}\u001B[22m`,
  dim: (text) => `\u001B[2m${text}\u001B[22m`,
};

export interface Screen {
  readonly style: Style;
  /** Columns. */
  readonly width: number;
}

/** Breaks text at spaces into lines of at most `width` columns; line breaks stay. A longer word gets its own line. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ').filter((word) => word !== '')) {
    if (current !== '' && columns(current) + 1 + columns(word) > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** Puts a mark before the first line and indents the others by its width. */
export function hang(mark: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (line === '' ? '' : `${index === 0 ? mark : ' '.repeat(columns(mark))}${line}`));
}

// Without the escape sequences of emphasis, which take no room.
export function columns(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that ansiStyle writes
  return [...text.replace(/\u001B\[\d+m/g, '')].length;
}

/** The text without characters that would move the cursor, change colours or reorder text in a terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it removes
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '');
}

/** The same, on one line. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).trim();
}

/** `1 item`, `7 items`, `no items`. */
export function counted(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
}
