import type { AskStore } from '../asks/ask-log.js';
import type { OwnerQuestionStore } from '../asks/owner-questions.js';
import type { RecentPageStore } from '../asks/recent-pages.js';
import type { ChannelSettingsStore } from '../channels/channel-settings.js';
import { StoreUnavailable } from '../checklist/errors.js';
import type { RevisionStore, RunStore } from '../checklist/run-store.js';
import type { HookStore } from '../hooks/store.js';
import type { AuthorMessageStore } from '../outbox/author-messages.js';
import type { ConversationStore, SeenEvents } from '../outbox/incoming.js';
import type { ReminderStore } from '../outbox/reminders.js';
import type { OutboxStore } from '../outbox/store.js';
import type { ReviewStore } from '../reviews/page-reviews.js';
import type { Backlog } from '../telemetry/metrics.js';
import type { AccessTokenStore } from '../workspaces/access-tokens.js';
import type { InstallationStore } from '../workspaces/installations.js';
import type { KeyRing } from '../workspaces/key-ring.js';
import { createAccessTokens } from './access-tokens.js';
import { createAskStore, createRecentPageStore } from './asks.js';
import { createAuthorMessageStore } from './author-messages.js';
import { createChannelSettingsStore } from './channel-settings.js';
import { CannotOpenDatabase, type Database, type DatabaseOptions } from './database.js';
import { createHookStore } from './hook-deliveries.js';
import { createConversationStore, createSeenEvents } from './incoming.js';
import { createInstallationStore } from './installations.js';
import { DatabaseTooNew, migrate, pendingMigrations } from './migrate.js';
import { openDatabase, ping } from './open-database.js';
import { createOutboxStore } from './outbox.js';
import { readBacklog } from './outbox-due.js';
import { createOwnerQuestionStore } from './owner-questions.js';
import { createReviewStore } from './page-reviews.js';
import { explainConnection, isReadOnly } from './postgres-errors.js';
import { createReminderStore } from './reminders.js';
import { createRevisionStore, createRunStore } from './runs.js';

/** Everything that is stored, ready for use. */
export interface Storage {
  readonly runs: RunStore;
  readonly outbox: OutboxStore;
  readonly seenEvents: SeenEvents;
  readonly conversations: ConversationStore;
  readonly reminders: ReminderStore;
  readonly revisions: RevisionStore;
  readonly authorMessages: AuthorMessageStore;
  readonly reviews: ReviewStore;
  readonly asks: AskStore;
  readonly ownerQuestions: OwnerQuestionStore;
  readonly recentPages: RecentPageStore;
  readonly channelSettings: ChannelSettingsStore;
  readonly accessTokens: AccessTokenStore;
  /** @param keys seal the stored tokens */
  installations(keys: KeyRing): InstallationStore;
  /** @param keys open the stored signing secrets; undefined where the app has none */
  hooks(keys: KeyRing | undefined): HookStore;
  /** Never throws: for the health check. */
  status(): Promise<DatabaseStatus>;
  /** For the metrics. */
  backlog(): Promise<Backlog>;
  close(): Promise<void>;
}

/**
 * `full`: its disk has no room for changes. `read-only`: it refuses changes. `not migrated`: it answers, but `guidepost migrate` has
 * not been run, so nothing can be stored in it yet.
 */
export type DatabaseStatus = 'reachable' | 'full' | 'read-only' | 'not migrated' | 'unreachable';

export interface StorageOptions extends DatabaseOptions {
  readonly migrateOnStart: boolean;
  /** Whether a database that cannot be used yet is an error. */
  readonly isRequired?: boolean;
  /** Called once if Postgres cannot be used yet, with an error that says what to check. */
  readonly onUnavailable?: (error: Error) => void;
}

/** How long the start waits for a migration, such as one in another process. Reaching Postgres takes 2.5 s at most. */
const START_WAIT_MS = 5_000;

/** How long a query waits for the migration. Leaves time to tell the person within the 3 s that Slack waits. */
const USE_WAIT_MS = 2_500;

/**
 * Opens the database and migrates it, then returns: call it before listening.
 *
 * If Postgres is away, or another process keeps migrating it, this returns within 5 s all the same. Until the database can be
 * used, the stores reject with `StoreUnavailable`; the first query afterwards migrates it, and everything works. With
 * `isRequired` that is an error. SQLite is open and migrated when this returns, in milliseconds.
 * @throws CannotOpenDatabase for what the operator has to fix (the URL, the path, the password, TLS); DatabaseTooNew if an
 * older version runs on a newer one's data
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { migrateOnStart, isRequired = false, onUnavailable } = options;
  const migrateOnce = createMigrateOnce(() => migrate(database));
  const database = await openDatabase({
    ...options,
    ...(migrateOnStart && { beforeUse: () => waitForMigration(migrateOnce) }),
  });
  try {
    if (migrateOnStart) {
      await (database.dialect === 'sqlite' ? migrateOnce() : withinMs(START_WAIT_MS, migrateOnce()));
    } else if (isRequired) {
      await expectMigrated(database);
    }
  } catch (error) {
    if (!(error instanceof CannotOpenDatabase && error.isTemporary)) {
      await database.close();
      throw error;
    }
    if (isRequired) {
      await database.close();
      throw new CannotOpenDatabase(`${error.message}. With DATABASE_REQUIRED=true the app does not start without it`, {
        cause: error,
      });
    }
    onUnavailable?.(error);
  }
  return {
    runs: createRunStore(database),
    outbox: createOutboxStore(database),
    seenEvents: createSeenEvents(database),
    conversations: createConversationStore(database),
    reminders: createReminderStore(database),
    revisions: createRevisionStore(database),
    authorMessages: createAuthorMessageStore(database),
    reviews: createReviewStore(database),
    asks: createAskStore(database),
    ownerQuestions: createOwnerQuestionStore(database),
    recentPages: createRecentPageStore(database),
    channelSettings: createChannelSettingsStore(database),
    accessTokens: createAccessTokens(database),
    installations: (keys) => createInstallationStore(database, keys),
    hooks: (keys) => createHookStore(database, keys),
    status: singleFlight(createStatusCheck(database, migrateOnStart)),
    backlog: () => readBacklog(database),
    close: () => database.close(),
  };
}

/** @throws CannotOpenDatabase if it cannot be reached, or the release step has not been run */
async function expectMigrated(database: Database): Promise<void> {
  const pending = await pendingMigrations(database).catch((error: unknown) => {
    throw explainConnection(error instanceof StoreUnavailable ? error.cause : error);
  });
  if (pending.length === 0) return;
  throw new CannotOpenDatabase(
    'The database of DATABASE_URL is not up to date: run guidepost migrate, as a platform’s release step does',
    { isTemporary: true },
  );
}

/** A failed migration is tried again by the first query after this time. */
const RETRY_MIGRATION_MS = 1_000;

/** Migrates once, however often it is called: calls share the attempt in progress, and its failure for a second. */
function createMigrateOnce(run: () => Promise<unknown>): () => Promise<void> {
  let attempt: Promise<void> | undefined;
  return () => {
    attempt ??= run().then(
      () => {},
      (error: unknown) => {
        setTimeout(() => {
          attempt = undefined;
        }, RETRY_MIGRATION_MS).unref();
        throw error;
      },
    );
    return attempt;
  };
}

async function waitForMigration(migrateOnce: () => Promise<void>): Promise<void> {
  try {
    await withinMs(USE_WAIT_MS, migrateOnce());
  } catch (error) {
    throw new StoreUnavailable(error);
  }
}

/** @throws CannotOpenDatabase if the migration takes longer; it goes on */
async function withinMs(ms: number, migration: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = 'The database of DATABASE_URL is still being migrated, by this process or another one';
    timer = setTimeout(() => reject(new CannotOpenDatabase(message, { isTemporary: true })), ms);
  });
  try {
    await Promise.race([migration, late]);
  } finally {
    clearTimeout(timer);
  }
}

const STATUS_OF = { taken: 'reachable', full: 'full', refused: 'read-only' } as const;

/** @param isMigrated whether this process migrates the database itself */
function createStatusCheck(database: Database, isMigrated: boolean): () => Promise<DatabaseStatus> {
  let isUpToDate = isMigrated;
  return async () => {
    const answer = await ping(database);
    if (answer !== 'answers') return isReadOnly(answer.error) ? 'read-only' : 'unreachable';
    // Once up to date it stays so. A newer version's migrations include ours.
    isUpToDate ||= await pendingMigrations(database).then(
      (pending) => pending.length === 0,
      (error: unknown) => error instanceof DatabaseTooNew,
    );
    if (!isUpToDate) return 'not migrated';
    return database.writes().then(
      (writes) => STATUS_OF[writes],
      () => 'unreachable',
    );
  };
}

/** Shares the work in progress between all callers: anyone may call the health check, and each check uses a connection. */
export function singleFlight<T>(work: () => Promise<T>): () => Promise<T> {
  let inProgress: Promise<T> | undefined;
  return () => {
    inProgress ??= work().finally(() => {
      inProgress = undefined;
    });
    return inProgress;
  };
}
