/** A set of stems by their numbers, for one question after the other: to ask it is to look into an array. */
export class StemSet {
  readonly #marks: Uint8Array;
  #held: readonly number[] = [];

  /** @param size How many stems have a number */
  constructor(size: number) {
    this.#marks = new Uint8Array(size);
  }

  /** Holds these instead of what it held. */
  hold(numbers: readonly number[]): void {
    for (const number of this.#held) this.#marks[number] = 0;
    for (const number of numbers) this.#marks[number] = 1;
    this.#held = numbers;
  }

  has(number: number): boolean {
    return this.#marks[number] === 1;
  }
}
