/** The most that a window's items may take of a message's budget; header, progress and buttons need the rest. */
const CHARACTERS = 8_500;
const ITEMS = 40;

export interface Room {
  /** Characters as JSON. */
  readonly characters: number;
  readonly entries: number;
}

/** Parts a list into windows that each have room. An entry that is too long for any stands alone. @param size characters that an entry takes as JSON @param most windows that are wanted; what is beyond is not looked at */
export function windowsOf<T>(
  entries: readonly T[],
  size: (entry: T) => number,
  { characters, entries: perWindow }: Room = { characters: CHARACTERS, entries: ITEMS },
  most = Number.POSITIVE_INFINITY,
): T[][] {
  const windows: T[][] = [];
  let room = 0;
  for (const entry of entries) {
    const current = windows.at(-1);
    if (current === undefined || current.length >= perWindow || size(entry) > room) {
      if (windows.length === most) break;
      windows.push([entry]);
      room = characters - size(entry);
    } else {
      current.push(entry);
      room -= size(entry);
    }
  }
  return windows;
}
