import { once } from 'node:events';

/** Resolves when the signal is aborted, at once where it is already. */
export async function whenAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
