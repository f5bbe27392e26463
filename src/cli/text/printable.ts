/** The text without characters that would move the cursor, change colours or reorder a line in a terminal. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
  text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '');

/** The same on one line. */
export const printableLine = (text: string): string => printable(text.replace(/\s+/g, ' ')).trim();
