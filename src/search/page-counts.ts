import { IntList } from './int-list.js';

/** Counts in how many pages each number stands. */
export class PageCounts {
  readonly #counts = new IntList();
  /** The last page that each stood in, from 1. */
  readonly #last = new IntList();
  #page = 0;

  nextPage(): void {
    this.#page++;
  }

  add(numbers: readonly number[]): void {
    for (const number of numbers) {
      if (this.#last.at(number) === this.#page) continue;
      this.#last.set(number, this.#page);
      this.#counts.set(number, this.#counts.at(number) + 1);
    }
  }

  /** Of the first `size` numbers. */
  toArray(size: number): Int32Array {
    return this.#counts.toArray(size);
  }
}
