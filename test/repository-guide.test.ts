import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Checkout, Checkouts } from '../src/git/checkouts.js';
import { GitError } from '../src/git/git-error.js';
import { GuideError, type Problem, problemAt } from '../src/guide/problem.js';
import type { LoadedGuide } from '../src/indexed-guide.js';
import type { ReloadOutcome } from '../src/live-guide.js';
import type { GuideReport } from '../src/outbox/author-messages.js';
import { createRepositoryGuide, type RepositoryGuide } from '../src/repository-guide.js';
import { indexGuide } from '../src/search/build-index.js';
import type { IndexedGuide } from '../src/search/index.js';
import { guideOf } from './builders/guide-of.js';
import { runs } from './every-case.js';
import { createFakeClock, type FakeClock } from './outbox/fake-clock.js';

const MINUTE = 60_000;

/** A revision: good, or one whose page is broken, or one in which nothing can be read. */
interface Revision {
  readonly commit: string;
  readonly kind: 'good' | 'broken' | 'unreadable';
}

let guides: LoadedGuide[];
const wrong: Problem = problemAt('unreadable-file', 'page.md', 3, 'is not UTF-8');
beforeAll(async () => {
  const titles = ['Zebras', 'Otters', 'Okapis', 'Tapirs'];
  const made = titles.map(async (title) => indexGuide(await guideOf({ 'page.md': `# ${title}\n\nAll of it.\n` })));
  guides = (await Promise.all(made)).map((guide) => ({ ...guide, errors: [], warnings: 0 }));
});

/** A host with its revisions, and a disk that outlives the process. */
class Scene {
  readonly clock: FakeClock = createFakeClock();
  head: Revision = { commit: commitOf(0), kind: 'good' };
  /** Why the host fails, if it does. */
  failure: GitError | undefined;
  /** Why the latest revision cannot be fetched, if it cannot. */
  fetching: GitError | undefined;
  /** How often it was asked. */
  asked = 0;
  fetched = 0;
  log: string[] = [];
  reports: GuideReport[] = [];
  outcomes: ReloadOutcome[] = [];
  /** What people are answered from. */
  served: IndexedGuide | undefined;
  replaced = 0;
  /** The last good revision on the disk. */
  good: Checkout | undefined;
  #kinds = new Map<string, Revision['kind']>();

  readonly #checkouts: Checkouts = {
    lastGood: async () => this.good,
    fetch: async () => {
      this.#check();
      this.fetched += 1;
      if (this.fetching) throw this.fetching;
      this.#kinds.set(this.head.commit, this.head.kind);
      return checkoutOf(this.head.commit);
    },
    keep: async (commit) => {
      this.good = checkoutOf(commit);
    },
  };

  #check(): void {
    if (this.failure) throw this.failure;
  }

  /** Starts the app over the same disk. */
  async start(refreshMs = 5 * MINUTE): Promise<RepositoryGuide> {
    const note = (text: string): void => void this.log.push(text);
    const followed = createRepositoryGuide({
      settings: { url: 'https://git.example.com/guide.git', path: 'docs' },
      repository: {
        latestCommit: async () => {
          this.asked += 1;
          this.#check();
          return this.head.commit;
        },
      },
      checkouts: this.#checkouts,
      load: async (folder) => {
        const commit = folder.split('/')[1] ?? '';
        const kind = this.#kinds.get(commit);
        if (kind === 'unreadable') throw new GuideError(folder, [wrong]);
        const guide = guides[Number(commit[0])] as LoadedGuide;
        return kind === 'broken' ? { ...guide, errors: [wrong] } : guide;
      },
      refreshMs,
      clock: this.clock,
      logger: { debug: note, info: note, warn: note, error: note },
      stopping: new AbortController(),
      onLooked: (outcome) => void this.outcomes.push(outcome),
    });
    this.served = await followed.open();
    followed.follow({
      replaceGuide: (next) => {
        this.replaced += 1;
        this.served = next;
      },
      reportGuide: (report) => void this.reports.push(report),
    });
    await this.clock.settle();
    return followed;
  }

  title(): string | undefined {
    return this.served?.guide.pages[0]?.title;
  }
}

/** Commits begin with the number of the guide that they have. */
function commitOf(guide: number, change = 0): string {
  return `${guide}${change.toString(16).padStart(39, 'a')}`;
}
function checkoutOf(commit: string): Checkout {
  return { commit, root: `/${commit}`, folder: `/${commit}/docs` };
}
const away = new GitError('unreachable', 'The host cannot be reached.');

describe('a guide that follows its repository', () => {
  it('asks the host every few minutes, a little apart from other processes, and fetches only what is new', async () => {
    const scene = new Scene();
    const followed = await scene.start();
    expect([scene.title(), scene.asked, scene.fetched, scene.replaced]).toEqual(['Zebras', 1, 1, 0]);
    await scene.clock.advance(4.4 * MINUTE);
    expect(scene.asked).toBe(1);
    await scene.clock.advance(1.2 * MINUTE);
    expect([scene.asked, scene.fetched]).toEqual([2, 1]);
    scene.head = { commit: commitOf(1), kind: 'good' };
    await scene.clock.advance(5.6 * MINUTE);
    expect([scene.title(), scene.fetched, scene.replaced]).toEqual(['Otters', 2, 1]);
    await followed.stop();
  });

  it('asks at once when it is told to, and once more if it is told while it looks', async () => {
    const scene = new Scene();
    const followed = await scene.start(0);
    scene.head = { commit: commitOf(2), kind: 'good' };
    await scene.clock.advance(300 * MINUTE);
    expect(scene.asked).toBe(1);
    followed.refresh();
    await scene.clock.settle();
    expect([scene.title(), scene.asked]).toEqual(['Okapis', 2]);
    followed.refresh();
    followed.refresh();
    await scene.clock.settle();
    expect(scene.asked).toBe(3);
    await followed.stop();
  });

  it('tries again ever more rarely while the host is away, and logs each reason once', async () => {
    const scene = new Scene();
    const followed = await scene.start();
    scene.failure = away;
    followed.refresh();
    await scene.clock.advance(60 * MINUTE);
    expect(scene.log.filter((line) => line.includes('cannot be reached'))).toHaveLength(1);
    // 1, 2, 4 … s, then every 5 minutes.
    expect(scene.asked).toBeGreaterThan(15);
    expect(scene.asked).toBeLessThan(30);
    expect(followed.state()).toMatchObject({ failing: { reason: 'unreachable' }, commit: commitOf(0) });
    scene.failure = new GitError('refused', 'The host refuses access.');
    await scene.clock.advance(10 * MINUTE);
    expect(scene.log.filter((line) => line.includes('refuses access'))).toHaveLength(1);
    scene.failure = undefined;
    await scene.clock.advance(6 * MINUTE);
    expect(followed.state()).toEqual({ commit: commitOf(0) });
    expect(scene.log.at(-1)).toContain('can be read again');
    expect(scene.outcomes.at(-2)).toEqual({ isRefused: true, errors: [], failure: 'The host refuses access.' });
    expect(scene.outcomes.at(-1)).toEqual({ isRefused: false, errors: [] });
    await followed.stop();
  });

  it('does not wait for ever for the first revision, and takes it when it comes', async () => {
    const scene = new Scene();
    scene.failure = away;
    const followed = await scene.start();
    expect(scene.title()).toBeUndefined();
    expect(followed.state()).toMatchObject({ state: 'waiting for the repository' });
    await scene.clock.advance(20 * MINUTE);
    // Every minute at least, because people wait for it.
    expect(scene.asked).toBeGreaterThan(20);
    scene.failure = undefined;
    await scene.clock.advance(MINUTE);
    expect([scene.title(), scene.replaced]).toEqual(['Zebras', 1]);
    await followed.stop();
  });

  it('does not read a refused revision again and again, but the next one', async () => {
    const scene = new Scene();
    const followed = await scene.start();
    scene.head = { commit: commitOf(1), kind: 'broken' };
    await scene.clock.advance(30 * MINUTE);
    expect([scene.title(), scene.fetched]).toEqual(['Zebras', 2]);
    expect(scene.reports.map(({ outcome }) => outcome)).toEqual(['fine', 'refused']);
    expect(scene.reports.at(-1)).toMatchObject({
      version: 'commit 1aaaaaa',
      errors: [{ file: 'docs/page.md', line: 3, text: 'is not UTF-8' }],
    });
    scene.head = { commit: commitOf(1, 1), kind: 'good' };
    await scene.clock.advance(6 * MINUTE);
    expect([scene.title(), scene.reports.at(-1)?.outcome]).toEqual(['Otters', 'fine']);
    await followed.stop();
  });

  it('does not fetch a revision again and again that is to blame itself', async () => {
    const scene = new Scene();
    const followed = await scene.start();
    scene.head = { commit: commitOf(1), kind: 'good' };
    scene.fetching = new GitError('too-large', 'The host sends too much.', scene.head.commit);
    await scene.clock.advance(60 * MINUTE);
    expect(scene.fetched).toBe(2);
    expect(followed.state()).toMatchObject({ refused: { commit: scene.head.commit } });
    expect(scene.reports.at(-1)).toMatchObject({
      outcome: 'refused',
      errors: [{ file: 'docs', text: 'The host sends too much.' }],
    });
    await followed.stop();
  });

  it('always serves the last good revision, whatever is pushed, fails or is restarted', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ guide: fc.nat({ max: 3 }), kind: fc.constantFrom('good', 'good', 'broken', 'unreadable') }),
            fc.constantFrom('host away', 'host back', 'restart', 'restart without disk'),
          ),
          { maxLength: 12 },
        ),
        async (steps) => {
          const scene = new Scene();
          let followed = await scene.start();
          let expected: string | undefined = scene.head.commit;
          let served: string | undefined = expected;
          for (const [change, step] of steps.entries()) {
            if (step === 'host away') scene.failure = away;
            else if (step === 'host back') scene.failure = undefined;
            else if (typeof step === 'object') {
              scene.head = { commit: commitOf(step.guide, change), kind: step.kind };
            } else {
              await followed.stop();
              if (step === 'restart without disk') scene.good = undefined;
              if (scene.good === undefined) served = undefined;
              followed = await scene.start();
            }
            await scene.clock.advance(7 * MINUTE);
            if (scene.failure === undefined) {
              // Without a version before it, one with an error is used without the page that has it.
              const isUsable = scene.head.kind === 'good' || (scene.head.kind === 'broken' && served === undefined);
              if (isUsable) served = scene.head.commit;
              expected = served;
              const isRefused = served !== scene.head.commit;
              expect(followed.state().refused?.commit).toBe(isRefused ? scene.head.commit : undefined);
              expect(followed.state().failing).toBeUndefined();
            } else {
              expected = served;
              expect(followed.state().failing).toMatchObject({ reason: 'unreachable' });
            }
            expect(followed.state().commit).toBe(expected);
            expect(followed.state().state).toBe(expected === undefined ? 'waiting for the repository' : undefined);
            expect(scene.title()).toBe(
              expected === undefined ? undefined : guides[Number(expected[0])]?.guide.pages[0]?.title,
            );
          }
          await followed.stop();
        },
      ),
      runs(60),
    ));
});
