import type { ApiCall, AppRequest, JournalEntry, ResponseCall } from './journal-entry.js';

type Opening<T extends JournalEntry> = Omit<T, 'id' | 'at'>;

const kept = 5000;

/** Keeps what went between Slack and the app, and knows whether anything is still under way. */
export class Journal {
  entries: JournalEntry[] = [];
  underWay = 0;
  /** Wall time of the last beginning or end. */
  lastActivity = performance.now();
  #lastId = 0;
  readonly #clock: () => number;
  readonly #changed: (id: number) => void;

  constructor({ clock, changed }: { clock: () => number; changed: (id: number) => void }) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** @returns what completes the entry; call it once, whatever happens */
  begin(opening: Opening<ApiCall>): (end: Partial<ApiCall>) => void;
  begin(opening: Opening<ResponseCall>): (end: Partial<ResponseCall>) => void;
  begin(opening: Opening<AppRequest>): (end: Partial<AppRequest>) => void;
  begin(opening: Opening<ApiCall> | Opening<ResponseCall> | Opening<AppRequest>): (end: Partial<JournalEntry>) => void {
    this.#lastId += 1;
    const entry = { ...opening, id: this.#lastId, at: this.#clock() } as JournalEntry;
    const began = performance.now();
    this.entries.push(entry);
    if (this.entries.length > kept) this.entries.splice(0, this.entries.length - kept);
    this.underWay += 1;
    this.#active(entry.id);
    return (end) => {
      Object.assign(entry, end, { durationMs: performance.now() - began });
      this.underWay -= 1;
      this.#active(entry.id);
    };
  }

  #active(id: number): void {
    this.lastActivity = performance.now();
    this.#changed(id);
  }
}
