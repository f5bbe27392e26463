import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { temporaryPostgres } from '../../bench/checklists/temporary-database.js';
import { runCommand } from './run-command.js';
import { demand } from './until.js';

/** Runs the commands that docs/hosting.md gives for a backup of Postgres, as they stand there, and compares what came back. */
export async function dumpAndRestore({ root, url, folder }) {
  const chapter = readFileSync(join(root, 'docs/hosting.md'), 'utf8');
  const commandOf = (tool) => {
    const line = chapter.split('\n').find((each) => each.startsWith(`${tool} `));
    demand(line !== undefined, `docs/hosting.md has no line that begins with ${tool}`);
    return line;
  };
  const target = await temporaryPostgres();
  try {
    for (const [tool, database] of [
      ['pg_dump', url],
      ['pg_restore', target.url],
    ]) {
      const env = { PATH: process.env.PATH, DATABASE_URL: database };
      await runCommand('sh', ['-c', commandOf(tool)], { cwd: folder, env });
    }
    const [before, after] = [await contentsOf(url), await contentsOf(target.url)];
    demand(before.events > 0, 'there was nothing to restore');
    demand(
      JSON.stringify(after) === JSON.stringify(before),
      'the restored database differs from the one that was dumped',
    );
    return `${before.items.length} items and ${before.events} changes are as before`;
  } finally {
    await target.remove();
  }
}

async function contentsOf(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const read = async (query) => (await client.query(query)).rows;
    const [{ count }] = await read('select count(*) from item_events');
    return {
      runs: await read('select * from runs order by id'),
      items: await read('select * from run_items order by run, position'),
      steps: await read('select name from guidepost_migrations order by name'),
      events: Number(count),
    };
  } finally {
    await client.end();
  }
}
