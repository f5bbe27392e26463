/**
 * JSON in ASCII alone, all else escaped: V8 keeps it in a byte a character, and it has as many bytes as characters, so that
 * nothing needs to be counted or encoded to send it.
 */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u0080-\uffff]/g, escaped);
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The same without what it begins and ends with: quotes, brackets or braces. */
export function insideJson(value: unknown): string {
  return asciiJson(value).slice(1, -1);
}
