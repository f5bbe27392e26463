import type { KeyRing } from '../../workspaces/create-key-ring.js';
import type { Resealed } from '../../workspaces/installation-store.js';
import { TokenUnreadable } from '../../workspaces/token-unreadable.js';
import type { Database } from '../database.js';

/** Seals every kept token by the first key. Safe to repeat, and to run beside processes that install and answer. */
export async function resealTokens({ kysely }: Database, keys: KeyRing): Promise<Resealed> {
  const rows = await kysely
    .selectFrom('installations')
    .select(['installation', 'sealed_token'])
    .orderBy('installation')
    .execute();
  let [resealed, current] = [0, 0];
  const unreadable: string[] = [];
  for (const { installation, sealed_token } of rows) {
    try {
      const token = keys.open(sealed_token, installation);
      if (keys.isCurrent(sealed_token)) {
        current += 1;
        continue;
      }
      // Where it was installed anew meanwhile, the row has a token of its own, which a server with the new keys has sealed.
      const { numUpdatedRows } = await kysely
        .updateTable('installations')
        .set({ sealed_token: keys.seal(token, installation) })
        .where('installation', '=', installation)
        .where('sealed_token', '=', sealed_token)
        .executeTakeFirstOrThrow();
      resealed += Number(numUpdatedRows);
    } catch (error) {
      if (!(error instanceof TokenUnreadable)) throw error;
      unreadable.push(installation);
    }
  }
  return { resealed, current, unreadable };
}
