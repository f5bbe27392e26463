import { once } from 'node:events';
import { migrate } from '../../../src/storage/migrate.js';
import { openDatabase } from '../../../src/storage/open-database.js';

// Opens the database, waits for a message, migrates, and reports the migrations that it applied.
const [url = ''] = process.argv.slice(2);
process.send?.('ready');
await once(process, 'message');
const db = await openDatabase({ url });
process.send?.(JSON.stringify(await migrate(db)));
await db.close();
process.disconnect();
