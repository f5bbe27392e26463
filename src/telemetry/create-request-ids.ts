import { randomInt } from 'node:crypto';

/**
 * Eight digits that a person can read out. They count up from a number drawn at the start, so that two processes hardly meet
 * and none costs a draw.
 */
export function createRequestIds(first: number = randomInt(2 ** 32)): () => string {
  let next = first;
  return () => {
    const id = next.toString(16).toUpperCase().padStart(8, '0');
    next = (next + 1) % 2 ** 32;
    return id;
  };
}
