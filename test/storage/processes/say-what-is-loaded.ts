import { createRequire } from 'node:module';
import { openDatabase } from '../../../src/storage/open-database.js';
import '../../../src/storage/open.js';
import '../../../src/storage/runs.js';

// Reports which database drivers are loaded, before and after a database is opened.
const { cache } = createRequire(import.meta.url);
function loaded(): string[] {
  return ['libsql', 'pg'].filter((name) => Object.keys(cache).some((file) => file.includes(`/node_modules/${name}/`)));
}

const before = loaded();
const db = await openDatabase({ url: process.argv[2] ?? '' });
process.send?.(JSON.stringify({ before, after: loaded() }));
await db.close();
process.disconnect();
