/** Breaks text at spaces into lines of at most `width` columns; line breaks stay. A longer word has a line of its own. */
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

/** Puts a mark before the first line and as much space before the others. */
export function hang(mark: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (line === '' ? '' : `${index === 0 ? mark : ' '.repeat(columns(mark))}${line}`));
}

// Emphasis takes no room.
function columns(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that style.ts writes
  return [...text.replace(/\u001B\[\d+m/g, '')].length;
}
