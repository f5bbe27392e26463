import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { StoredAsk } from '../../src/asks/ask-log.js';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const ADA = 'U0ADA00001';
const DAY = 86_400_000;

const files = {
  'servers.md': `---
title: Servers
summary: What to do on a new server.
choices:
  - {text: "Where are its logs?", to: logs}
---
Turn off password login over ssh, and set up a firewall such as ufw.
`,
  'logs.md': '# Logs\n\nLogs go to standard output.\n',
};

let workspace: TestWorkspace;
afterEach(() => workspace.stop());

async function start(options: Parameters<typeof startWorkspace>[1] = {}): Promise<void> {
  workspace = await startWorkspace(await guideOf(files), { askLog: true, guideAuthors: [{ person: ADA }], ...options });
}

const as = (person: string) => workspace.slack.workspace.as(person);
const report = (person = 'ada'): Promise<PostedMessage> => as(person).in('#deployments').command('/guide report');

/** Writes what was asked some days ago into the database, as the app does. */
function asked(
  daysAgo: number,
  question: string,
  outcome: string,
  pages: string[],
  fields: Partial<StoredAsk> = {},
): void {
  workspace.withDatabase((database) => {
    const kind = fields.kind ?? 'asked';
    const more = fields as { isHelpful?: boolean; comment?: string };
    database
      .prepare('insert into asks values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        ...[
          'T0SIMTEAM1',
          String(Math.random()),
          Date.now() - daysAgo * DAY + counter++,
          kind,
          'command',
          fields.person ?? 'U0BEN00002',
        ],
        ...[question, kind === 'asked' ? outcome : null, JSON.stringify(pages), null],
        ...[more.isHelpful === undefined ? null : Number(more.isHelpful), more.comment ?? null],
      );
  });
}
let counter = 0;

function fillLog(): void {
  asked(3, 'how do I feed a <!channel> hamster', 'nothing', []);
  asked(3, 'feeding hamsters', 'nothing', ['servers']);
  asked(20, 'where is the office', 'nothing', []);
  asked(3, 'restart it', 'list', ['servers', 'logs']);
  asked(3, 'restart it', '', ['logs'], { kind: 'opened' });
  asked(3, 'servers', 'page', ['servers']);
  asked(3, 'servers', '', ['servers', 'logs'], { kind: 'opened' });
  asked(3, 'servers', '', ['servers'], { kind: 'judged', isHelpful: false, comment: 'No *example* for <@U0ADA00001>' });
}

describe('/guide report', () => {
  it('tells an author what was not answered, voted down, chosen, left and read', async () => {
    await start();
    fillLog();
    const message = await report();
    const text = message.plainText();
    expect(message.visibleTo).toBe(ADA);
    expect(text).toContain(
      '5 questions by one person · 1 with a page, 1 with a list, 3 without an answer · 0 helpful, 1 not',
    );
    expect(text).toContain('“how do I feed a <!channel> hamster” · 2 times, in 2 ways');
    expect(text).toContain('Servers · once');
    expect(text).toContain('Servers · once\n> No');
    expect(text).toContain('“restart it” · Logs, not Servers · once');
    expect(text).toContain('Servers › Logs · once');
    expect(JSON.stringify(message.blocks)).not.toMatch(/<[!@]/);
  });

  it('is about the time that is chosen', async () => {
    await start();
    fillLog();
    const message = await report();
    expect(message.plainText()).toContain('where is the office');
    await message.choose({ actionId: 'menu:choose' }, 'Last 7 days');
    await workspace.slack.settled();
    expect(message.plainText()).not.toContain('where is the office');
    expect(message.plainText()).toContain('4 questions');
  });

  it('gives all of it as CSV to copy', async () => {
    await start();
    fillLog();
    await (await report()).press('Copy as CSV');
    await workspace.slack.settled();
    const csv = JSON.stringify(as('ada').dialog().blocks);
    expect(csv).toContain('part,id,times,question,page,other pages,comment');
    expect(csv).toContain('feeding hamsters');
  });

  it('gives the lines for the file of questions, for a question and the page that answers it', async () => {
    await start();
    fillLog();
    await (await report()).press('Add to questions…');
    await workspace.slack.settled();
    const dialog = as('ada').dialog();
    await dialog.choose({ actionId: 'which' }, 'where is the office');
    await dialog.choose({ actionId: 'page' }, 'Logs');
    await dialog.submit();
    const fields = as('ada')
      .dialog()
      .blocks.map(({ element }) => element as { initial_value?: string } | undefined);
    const lines = fields.flatMap((field) => field?.initial_value ?? []).join('');
    expect(parse(lines)).toEqual([{ question: 'where is the office', page: 'logs' }]);
  });

  it('says so if nobody has asked', async () => {
    await start();
    expect((await report()).plainText()).toContain('Nobody has asked anything in this time.');
    expect((await report()).buttons()).not.toContain('Add to questions…');
  });

  it('is for authors only, also where a button is pressed that somebody else has', async () => {
    await start();
    fillLog();
    const message = await report('ben');
    expect(message.plainText()).toContain('The report is for the authors of the guide.');
    expect(message.plainText()).not.toContain('hamster');
    const said = as('ada').in('#deployments').say('@guidepost report');
    await workspace.slack.settled();
    const offer = as('ben').in('#deployments').messages({ threadTs: said.ts }).at(-1);
    expect(offer?.plainText()).not.toContain('hamster');
    await offer?.press('Show the report');
    await workspace.slack.settled();
    expect(as('ben').in('#deployments').lastMessage().plainText()).not.toContain('hamster');
  });

  it('is shown in direct messages, too', async () => {
    await start();
    fillLog();
    as('ada').in('@guidepost').say('report');
    await workspace.slack.settled();
    expect(as('ada').in('@guidepost').lastMessage().plainText()).toContain('hamster');
  });

  it('says how to turn the log on', async () => {
    await start({ askLog: false });
    expect((await report()).plainText()).toContain('ASK_LOG=on');
  });

  it('has what was just asked, once it is written', async () => {
    await start();
    const card = await as('ben').in('#deployments').command('/guide which hamster is best');
    expect(card.plainText()).toContain('no page that answers that');
    await workspace.restartApp();
    expect((await report()).plainText()).toContain('which hamster is best');
  });
});
