/** The text, or where it stops being UTF-8. */
export type DecodedText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'not-utf-8'; readonly line: number; readonly offset: number; readonly hint: string };

/** Reads bytes as strict UTF-8. `line` counts from 1; `offset` is the first wrong byte, from 0. */
export function decodeText(bytes: Buffer): DecodedText {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const offset = firstWrongByte(bytes);
    const line = bytes.subarray(0, offset).reduce((lines, byte) => (byte === 0x0a ? lines + 1 : lines), 1);
    return { kind: 'not-utf-8', line, offset, hint: hintFor(bytes) };
  }
}

// A lenient decoder replaces what it cannot read with U+FFFD, so the first byte that differs after a round trip is the wrong one.
function firstWrongByte(bytes: Buffer): number {
  const roundTrip = Buffer.from(bytes.toString('utf8'));
  const offset = bytes.findIndex((byte, index) => byte !== roundTrip[index]);
  return Math.max(0, offset);
}

function hintFor(bytes: Buffer): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 ? 'it looks like UTF-16' : 'it may be Latin-1 or a binary file';
}
