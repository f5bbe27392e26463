import { ConfigError } from './config.js';

/** Why the program cannot run. Errors that a person can fix are explained by their message; any other error shows its stack. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError) return error.message;
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}: another program uses this port. Stop it, or set PORT to another port.`;
  }
  if ('syscall' in error && /^(listen|bind|getaddrinfo)$/.test(String(error.syscall))) {
    return `${error.message}: the app cannot listen there. Correct HOST and PORT.`;
  }
  return EXPLAINED.has(error.name) || error.message.includes('PORT') ? error.message : (error.stack ?? error.message);
}

/** Errors whose message says what to do. By name, so that no library has to be loaded to recognise them. */
const EXPLAINED = new Set([
  'GuideError',
  'TokenRefused',
  'AppTokenRefused',
  'CannotOpenDatabase',
  'CannotCopyDatabase',
  'DatabaseTooNew',
  'StoreUnavailable',
  'UnreadableFile',
  'GitError',
]);
