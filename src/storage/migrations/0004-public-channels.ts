import type { Kysely, Migration } from 'kysely';

/** Whether everyone in the workspace may read a run's channel, as far as is known. */
export const publicChannels: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('runs').addColumn('is_public', 'integer').execute();
  },
};
