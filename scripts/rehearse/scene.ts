import { startSimulatedSlack } from '@guidepost/slack-simulator';
import pg from 'pg';
import { createPresses } from '../../bench/checklists/create-presses.js';
import { openTruth } from '../../bench/checklists/open-truth.js';
import { startWhispers } from '../../bench/checklists/start-whispers.js';
import { scopes } from '../../src/slack/surface.js';
import { startLoad } from './load.js';
import { startRouter } from './router.js';
import { demand, until } from './until.js';

/** Longer than the app takes to acknowledge by itself, or to give up on a database that is away. */
const TOLD_WITHIN_MS = 4_000;

/** All that is around the app: a simulated Slack, a router, people who ask and press, and an eye on the database. */
export async function startScene({ secrets, inspectUrl }) {
  const slack = await startSimulatedSlack({ signingSecret: secrets.signing, botToken: secrets.bot, scopes: scopes() });
  const whispers = await startWhispers();
  const router = await startRouter();
  slack.deliverTo(router.eventsUrl);
  const place = () => slack.workspace.as('ada').in('#deployments');
  let output = '';
  let truth;
  let presses;
  const press = (number) => {
    const { items } = truth.run;
    return presses.send({
      eventsUrl: router.eventsUrl,
      person: number % 20,
      item: items[number % items.length].id,
      done: number % 3 > 0,
    });
  };

  return {
    slack,
    router,
    noteOutput: (text) => {
      output += text;
    },
    output: () => output,
    get truth() {
      return truth;
    },
    get presses() {
      return presses;
    },
    askOnce: async (question, expected) => {
      const reply = (await place().command(`/guide ${question}`)).plainText();
      demand(expected.test(reply), `“${question}” was answered with: ${reply.slice(0, 300)}`);
    },
    postChecklist: async () => {
      const preview = await place().command('/guide checklist production readiness');
      await preview.press('Post to this channel');
      await until(() => / 0 of \d+|0 of \d+/.test(place().lastMessage()?.plainText() ?? ''), 'the posted checklist');
      const message = place().lastMessage();
      truth = await openTruth({ url: inspectUrl, slack, message });
      presses = createPresses({ secret: secrets.signing, slack, message, run: truth.run, whispers });
      const { outcome } = await press(0);
      demand(outcome === 'acknowledged', `the press was ${outcome}`);
      return `${truth.run.items.length} items`;
    },
    /** @returns what the presser was told, undefined where it was acknowledged without a word */
    pressOnce: async () => {
      const { id, outcome, ms } = await press(presses.all().length);
      if (outcome === 'acknowledged') {
        // The word, where there is one, comes on a way of its own.
        await until(() => whispers.of(id) !== undefined, 'a word', 300).catch(() => {});
        return whispers.of(id);
      }
      await until(
        () => whispers.of(id) !== undefined,
        `a word to the presser (${outcome} after ${ms} ms)`,
        TOLD_WITHIN_MS,
      );
      return whispers.of(id);
    },
    /** Locks every run, as a forgotten transaction would. @returns what ends that */
    holdRuns: async () => {
      const holder = new pg.Client({ connectionString: inspectUrl });
      await holder.connect();
      await holder.query('begin; select id from runs for update');
      return () => holder.end();
    },
    startLoad: () => startLoad({ url: router.eventsUrl, secret: secrets.signing, press }),
    stop: async () => {
      await truth?.close();
      router.stop();
      await whispers.stop();
      await slack.stop();
    },
  };
}
