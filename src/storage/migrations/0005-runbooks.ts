import type { Kysely, Migration } from 'kysely';

type Column = readonly [name: string, type: 'text' | 'bigint' | 'integer', initial?: string | number];

const columns: Readonly<Record<string, readonly Column[]>> = {
  runs: [
    ['checklist', 'text'],
    ['thread', 'text'],
    ['phases', 'text', '[]'],
    ['variables', 'text', '{}'],
    ['roles', 'text', '[]'],
    ['managed_by_anyone', 'integer', 1],
  ],
  run_items: [
    ['phase', 'text'],
    ['parent', 'text'],
    ['rules', 'text', '{}'],
    ['does_not_apply', 'text'],
    ['added_by', 'text'],
    ['added_by_name', 'text'],
    ['approvals', 'text', '[]'],
    ['evidence', 'text'],
  ],
};

/**
 * Phases, rules, variables, roles, sign-offs and evidence. Runs of earlier releases keep what they allowed: anyone may archive
 * them and skip their items.
 */
export const runbooks: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const [table, added] of Object.entries(columns)) {
      for (const [name, type, initial] of added) {
        await db.schema
          .alterTable(table)
          .addColumn(name, type, (column) => (initial === undefined ? column : column.notNull().defaultTo(initial)))
          .execute();
      }
    }
  },
};
