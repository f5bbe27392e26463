/** A list of 32-bit integers that grows: a quarter of the memory of an array's, for lists of millions. */
export class IntList {
  #values = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = new Int32Array(this.#length * 2);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#length++] = value;
  }

  /** The values so far. Shares its memory with the list. */
  values(): Int32Array {
    return this.#values.subarray(0, this.#length);
  }
}
