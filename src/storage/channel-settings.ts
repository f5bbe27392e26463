import type { ChannelSettingsStore } from '../channels/channel-settings.js';
import type { Database } from './database.js';
import { milliseconds, withoutNul } from './run-rows.js';

/** The settings of channels, in either database. */
export function createChannelSettingsStore({ kysely }: Database): ChannelSettingsStore {
  return {
    read: async ({ installation, channel }) => {
      const row = await kysely
        .selectFrom('channel_settings')
        .selectAll()
        .where('installation', '=', installation)
        .where('channel', '=', channel)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        answersMentions: row.answers_mentions === 1,
        changedBy: row.changed_by,
        changedAt: new Date(row.changed_at),
        ...(row.preferred_page !== null && { preferredPage: row.preferred_page }),
        ...(row.questions_to !== null && { questionsTo: row.questions_to }),
      };
    },

    write: async ({ installation, channel }, { preferredPage, answersMentions, questionsTo, changedBy, changedAt }) => {
      const row = {
        preferred_page: preferredPage === undefined ? null : withoutNul(preferredPage),
        answers_mentions: Number(answersMentions),
        questions_to: questionsTo ?? null,
        changed_by: changedBy,
        changed_at: milliseconds(changedAt),
      };
      await kysely
        .insertInto('channel_settings')
        .values({ installation, channel, ...row })
        .onConflict((conflict) => conflict.columns(['installation', 'channel']).doUpdateSet(row))
        .execute();
    },
  };
}
