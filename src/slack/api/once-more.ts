import { isTemporary, slackErrorCode } from './errors.js';

/**
 * Makes a call, and makes it once more if its reply was lost or Slack failed: for what a person waits for, what nothing else would
 * repair, and what is harmless to repeat. A rate limit lasts longer than that.
 */
export async function onceMore<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const code = slackErrorCode(error);
    if (code !== undefined && (code === 'ratelimited' || !isTemporary(code))) throw error;
    return await call();
  }
}
