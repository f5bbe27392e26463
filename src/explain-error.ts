import { ConfigError } from './config.js';
import { GuideError } from './guide/problem.js';

/** Why the program cannot run: what a person can mend in words, anything else with where it came from. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError || error instanceof GuideError) return error.message;
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}: another program listens there. Stop it, or choose another port with PORT.`;
  }
  if ('syscall' in error && /^(listen|bind|getaddrinfo)$/.test(String(error.syscall))) {
    return `${error.message}: it cannot listen there. Correct HOST and PORT.`;
  }
  return EXPLAINED.has(error.name) || error.message.includes('PORT') ? error.message : (error.stack ?? error.message);
}

/** Errors whose message tells what to do. */
const EXPLAINED = new Set([
  'TokenRefused',
  'CannotOpenDatabase',
  'DatabaseTooNew',
  'AppTokenRefused',
  'StoreUnavailable',
]);
