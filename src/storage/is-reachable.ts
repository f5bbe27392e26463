import type { Database } from './database.js';

const LIMIT_MS = 1000;

/** Whether the database answers within a second. Never throws: for the health check. */
export async function isReachable({ kysely }: Database, limitMs = LIMIT_MS): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  const answer = kysely
    .selectNoFrom((eb) => eb.lit(1).as('one'))
    .execute()
    .then(
      () => true,
      () => false,
    );
  const reachable = await Promise.race([answer, late]);
  clearTimeout(timer);
  return reachable;
}
