import { ApiError } from './api-method.js';

/** What it returns, or the refusal that it throws, as Slack replies both. Anything else is thrown on. */
export function attempt<T>(run: () => T): T | ApiError {
  try {
    return run();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
