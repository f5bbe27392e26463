import { openDatabase } from '../../../src/storage/open-database.js';
import { createRunStore } from '../../../src/storage/runs.js';

// Presses "done" on a range of items, one after the other, and reports each when it is stored.
// With "forever" it then reopens them in the same order, does them again, and so on.
const [url = '', installation = '', run = '', first = '', last = '', by = '', howLong = ''] = process.argv.slice(2);
const db = await openDatabase({ url });
const store = createRunStore(db);
let done = true;
let sequence = 0;
do {
  for (let number = Number(first); number <= Number(last); number += 1) {
    sequence += 1;
    const press = { item: `i${number}`, by: { id: by, name: by }, at: new Date(), sequence };
    await store.setItem({ installation, run, ...press, outcome: { kind: done ? 'done' : 'open' } });
    process.send?.(`i${number} ${done ? 'done' : 'open'}`);
  }
  done = !done;
} while (howLong === 'forever');
await db.close();
process.disconnect();
