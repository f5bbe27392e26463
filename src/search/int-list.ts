/** A list of 32-bit integers that grows: a quarter of the memory of an array's, for lists of millions. */
export class IntList {
  #values = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** What was not set before is 0. */
  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const longer = new Int32Array(Math.max(index + 1, this.#values.length * 2));
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[index] = value;
    if (index >= this.#length) this.#length = index + 1;
  }

  /** The values so far. Shares its memory with the list. */
  values(): Int32Array {
    return this.#values.subarray(0, this.#length);
  }

  /** A copy of the values, or of the first `length` of them, with zeroes where there are fewer. */
  toArray(length = this.#length): Int32Array {
    const copy = new Int32Array(length);
    copy.set(this.#values.subarray(0, Math.min(length, this.#length)));
    return copy;
  }
}
