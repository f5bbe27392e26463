import { runAction } from './cli/gate/action.js';

// The script of gate/action.yml. It ends with the exit code of `guidepost gate`.
process.exitCode = await runAction({ env: process.env, out: (text) => process.stdout.write(text) });
