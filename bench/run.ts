// npm run bench -- NAME …: runs bench/NAME.ts with what follows the name.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const [name = ''] = process.argv.splice(2, 1);
const file = join(folder, `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || name === 'run' || !existsSync(file)) {
  const names = readdirSync(folder).flatMap((entry) =>
    entry.endsWith('.ts') && !['run.ts', 'random.ts', 'free-port.ts'].includes(entry) ? [entry.slice(0, -3)] : [],
  );
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exit(2);
}
await import(file);
