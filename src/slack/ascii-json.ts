/**
 * JSON in ASCII alone, all else escaped: V8 keeps it in a byte a character, and it has as many bytes as characters, so that
 * nothing needs to be counted or encoded to send it.
 */
export const asciiJson = (value: unknown): string => JSON.stringify(value).replace(/[\u0080-\uffff]/g, escaped);

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The same without what it begins and ends with: quotes, brackets or braces. */
export const insideJson = (value: unknown): string => asciiJson(value).slice(1, -1);
