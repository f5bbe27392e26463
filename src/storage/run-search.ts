import type { Kysely } from 'kysely';
import type { Run } from '../checklist/run.js';
import { placeOf, type RunSearch, readPlace } from '../checklist/run-store.js';
import type { Database } from './database.js';
import { newestFirst, ofKind, readRuns } from './run-queries.js';
import type { Tables } from './tables.js';

/** Rows that one query looks through for the words. */
const PER_LOOK = 500;

type Row = { readonly id: string; readonly name: string | null; readonly title: string; readonly posted_at: number };
type Place = Pick<Row, 'id' | 'posted_at'>;

/**
 * See `RunStore.findInChannel`. The words are compared here and not by the databases: SQLite knows the lower case of ASCII letters
 * only.
 */
export async function findRuns(
  { kysely }: Database,
  { before, limit, text = '', ...where }: RunSearch,
): Promise<{ runs: Run[]; next?: string }> {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const found: Row[] = [];
  const start = readPlace(before);
  let from: Place | undefined = start && { id: start.id, posted_at: start.postedAt.getTime() };
  // One more than asked for shows that there are more.
  while (found.length <= limit) {
    const rows = await look(kysely, where, from);
    found.push(...rows.filter((row) => words.every((word) => fold(`${row.name ?? ''} ${row.title}`).includes(word))));
    from = rows.at(-1);
    if (rows.length < PER_LOOK) break;
  }
  const shown = found.slice(0, limit);
  const ids = shown.map(({ id }) => id);
  const runs =
    ids.length === 0
      ? []
      : await readRuns(kysely, (all) => all.where('installation', '=', where.installation).where('id', 'in', ids));
  const last = runs.at(-1);
  return { runs, ...(found.length > limit && last && { next: placeOf(last) }) };
}

function look(
  kysely: Kysely<Tables>,
  { installation, channel, which }: Pick<RunSearch, 'installation' | 'channel' | 'which'>,
  from: Place | undefined,
): Promise<Row[]> {
  return newestFirst(ofKind(kysely.selectFrom('runs'), which))
    .select(['id', 'name', 'title', 'posted_at'])
    .where('installation', '=', installation)
    .where('channel', '=', channel)
    .$if(from !== undefined, (runs) =>
      runs.where((eb) =>
        eb.or([
          eb('posted_at', '<', from?.posted_at ?? 0),
          eb.and([eb('posted_at', '=', from?.posted_at ?? 0), eb('id', '<', from?.id ?? '')]),
        ]),
      ),
    )
    .limit(PER_LOOK)
    .execute();
}

/** Upper and lower case, composed and decomposed letters are the same. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
