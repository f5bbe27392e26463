import { RunNotFound } from '../../checklist/run-store.js';

/** The work's result; the other one where the run is gone, which is no error for whoever only wanted to send something for it. */
export async function ifRunExists<T>(otherwise: T, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RunNotFound) return otherwise;
    throw error;
  }
}
