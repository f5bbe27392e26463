import { builtFile } from '../built-file.js';

/** The program as it ships. It is built only for test files that import this one (scripts/build/bundle.js). */
export const MAIN: string = builtFile('dist/main.js');
/** The command line. */
export const CLI: string = builtFile('dist/cli/main.js');
/** The guide that ships, parsed and indexed. */
export const BUILT_GUIDE: string = builtFile('dist/built-guide');
