/** The most that a window's items may take of a message's budget; header, progress and buttons need the rest. */
const CHARACTERS = 8_500;
const ITEMS = 40;

/** Parts a list into windows that each fit a message. @param size characters that an entry takes as JSON */
export const windowsOf = <T>(entries: readonly T[], size: (entry: T) => number): T[][] => {
  const windows: T[][] = [];
  let room = 0;
  for (const entry of entries) {
    const current = windows.at(-1);
    if (current === undefined || current.length >= ITEMS || size(entry) > room) {
      windows.push([entry]);
      room = CHARACTERS - size(entry);
    } else {
      current.push(entry);
      room -= size(entry);
    }
  }
  return windows;
};
