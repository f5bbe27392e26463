import { fileURLToPath } from 'node:url';

/** The program as it ships, in a few files and with the parsed guide, because it starts in half the time (scripts/build/bundle.js). */
export const MAIN: string = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** The command line. */
export const CLI: string = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** The guide that ships, parsed and indexed. */
export const BUILT_GUIDE: string = fileURLToPath(new URL('../../dist/built-guide', import.meta.url));
