import type { Insertable, Selectable, Transaction } from 'kysely';
import {
  MAX_A_DAY,
  type OwnerMessage,
  type OwnerQuestion,
  type OwnerQuestionStore,
  type QuestionKey,
} from '../asks/owner-questions.js';
import type { Database } from './database.js';
import { createOneTimeStore, type MessageKey, recordMessage } from './one-time-messages.js';
import { withoutNul } from './run-rows.js';
import type { OwnerMessagesTable, OwnerQuestionsTable, Tables } from './tables.js';
import { countDeleted, databaseClock, deleteExpired, transaction } from './transaction.js';

const DAY_MS = 24 * 3_600_000;

/** Questions to owners of pages, in either database. @param machine the clock for SQLite, for tests */
export function createOwnerQuestionStore(db: Database, machine?: () => number): OwnerQuestionStore {
  const clock = databaseClock(db, machine);
  const messages = createOneTimeStore(db, clock, 'owner_messages', readMessage);
  return {
    ask: (question, to) =>
      transaction(db, async (trx) => {
        const asked_at = await clock(trx);
        const recent = await trx
          .selectFrom('owner_questions')
          .select('id')
          .where('installation', '=', question.installation)
          .where('asker', '=', question.asker.id)
          .where('asked_at', '>', asked_at - DAY_MS)
          .limit(MAX_A_DAY)
          .execute();
        if (recent.some(({ id }) => id === question.id)) return 'asked';
        if (recent.length === MAX_A_DAY) return 'too many';
        const added = await trx
          .insertInto('owner_questions')
          .values({ ...toRow(question), asked_at })
          .onConflict((conflict) => conflict.columns(['installation', 'id']).doNothing())
          .returning('id')
          .executeTakeFirst();
        if (added === undefined) return 'asked';
        for (const person of new Set(to)) await addMessage(trx, question, { person, kind: 'question' }, asked_at);
        return 'asked';
      }),

    find: (key) => findQuestion(db.kysely, key),

    answer: (key, { by, text, link }) =>
      transaction(db, async (trx) => {
        const answered = await trx
          .updateTable('owner_questions')
          .set({
            answer: withoutNul(text),
            answered_by: by.id,
            answered_by_name: withoutNul(by.name),
            link: link ?? null,
          })
          .where('installation', '=', key.installation)
          .where('id', '=', key.id)
          // The first answer counts.
          .where('answer', 'is', null)
          .returning('asker')
          .executeTakeFirst();
        if (answered) await addMessage(trx, key, { person: answered.asker, kind: 'answer' }, await clock(trx));
        return findQuestion(trx, key);
      }),

    take: messages.take,

    record: (message, result) =>
      transaction(db, async (trx) => {
        const now = await clock(trx);
        await recordMessage(trx, 'owner_messages', message, result, now);
        if (result.kind === 'refused' && message.kind === 'question') await tellIfNobodyIsReached(trx, message, now);
      }),

    forget: ({ installation, person }) =>
      transaction(db, async (trx) => {
        const deleted = await countDeleted(
          trx.deleteFrom('owner_questions').where('installation', '=', installation).where('asker', '=', person),
        );
        const { numUpdatedRows } = await trx
          .updateTable('owner_questions')
          .set({ answered_by: '', answered_by_name: 'somebody' })
          .where('installation', '=', installation)
          .where('answered_by', '=', person)
          .executeTakeFirstOrThrow();
        return deleted + Number(numUpdatedRows);
      }),

    expire: (days) =>
      deleteExpired(db, clock, days, (trx, before) => trx.deleteFrom('owner_questions').where('asked_at', '<', before)),
  };
}

/** The asker is told if Slack has refused the message to every owner. */
async function tellIfNobodyIsReached(trx: Transaction<Tables>, { question }: OwnerMessage, now: number): Promise<void> {
  const reached = await trx
    .selectFrom('owner_messages')
    .select('id')
    .where('installation', '=', question.installation)
    .where('question', '=', question.id)
    .where('state', '<>', 'refused')
    .executeTakeFirst();
  if (reached === undefined) await addMessage(trx, question, { person: question.asker.id, kind: 'undeliverable' }, now);
}

async function addMessage(
  trx: Transaction<Tables>,
  { installation, id: question }: QuestionKey,
  { person, kind }: Pick<OwnerMessagesTable, 'person' | 'kind'>,
  written_at: number,
): Promise<void> {
  const id = `${question}:${kind}`;
  const row = { installation, person, id, question, kind, written_at, reason: null };
  await trx
    .insertInto('owner_messages')
    .values({ ...row, state: 'owed', send_after: 0, failures: 0, claimed_until: 0 })
    .onConflict((conflict) => conflict.columns(['installation', 'person', 'id']).doNothing())
    .execute();
}

async function readMessage(trx: Transaction<Tables>, { installation, person, id }: MessageKey): Promise<OwnerMessage> {
  const { kind, question: of } = await trx
    .selectFrom('owner_messages')
    .select(['kind', 'question'])
    .where('installation', '=', installation)
    .where('person', '=', person)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const question = await findQuestion(trx, { installation, id: of });
  if (question === undefined) throw new Error('A message to the owner of a page has no question');
  return { kind, installation, person, id, question };
}

async function findQuestion(
  connection: Pick<Transaction<Tables>, 'selectFrom'>,
  { installation, id }: QuestionKey,
): Promise<OwnerQuestion | undefined> {
  const row = await connection
    .selectFrom('owner_questions')
    .selectAll()
    .where('installation', '=', installation)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toQuestion(row);
}

function toRow({
  installation,
  id,
  asker,
  page,
  question,
  missing,
}: OwnerQuestion): Omit<Insertable<OwnerQuestionsTable>, 'asked_at'> {
  return {
    ...{ installation, id, asker: asker.id, asker_name: withoutNul(asker.name) },
    ...{ page: page?.slug ?? null, page_title: page === undefined ? null : withoutNul(page.title) },
    question: question === undefined ? null : withoutNul(question),
    missing: missing === undefined ? null : withoutNul(missing),
    ...{ answer: null, answered_by: null, answered_by_name: null, link: null },
  };
}

function toQuestion(row: Selectable<OwnerQuestionsTable>): OwnerQuestion {
  const { installation, id, page, question, missing, answer, link } = row;
  return {
    ...{ installation, id, asker: { id: row.asker, name: row.asker_name } },
    ...(page !== null && { page: { slug: page, title: row.page_title ?? page } }),
    ...(question !== null && { question }),
    ...(missing !== null && { missing }),
    ...(answer !== null && {
      answer: {
        text: answer,
        by: { id: row.answered_by ?? '', name: row.answered_by_name ?? '' },
        ...(link !== null && { link }),
      },
    }),
  };
}
