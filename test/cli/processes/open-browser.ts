import { openBrowser } from '../../../src/cli/commands/playground.js';

openBrowser(process.argv[2] ?? '');
