import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runInProcess } from '../cli/run-in-process.js';
import { itLong } from '../long-tests.js';
import { startSite, type TestSite } from './start-site.js';

const [FIRST, SECOND, ORG, DEV, OPS] = ['T0FIRST001', 'T0SECOND02', 'E0ACME0001', 'T0ACMEDEV3', 'T0ACMEOPS4'];

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

function place(id: string, person = 'ada') {
  return site.slack.in(id).workspace.as(person).in('#deployments');
}
async function ask(id: string, text = 'going live') {
  return (await place(id).command(`/guide ${text}`)).plainText();
}

function publicMessages(id: string) {
  return place(id)
    .messages()
    .filter(({ visibleTo }) => visibleTo === undefined);
}
function posted(id: string): PostedMessage {
  const last = publicMessages(id).at(-1);
  if (!last) throw new Error(`Nothing is posted in ${id}`);
  return last;
}

/** Posts the checklist, and returns the channel's message. */
async function post(id: string) {
  const preview = await place(id).command('/guide checklist going live');
  await preview.press('Post to this channel');
  await site.slack.in(id).until(
    () =>
      place(id)
        .messages()
        .some((message) => message.visibleTo === undefined),
    {
      what: 'the posted checklist',
    },
  );
  return place(id).lastMessage();
}
function ticked(id: string, text: string) {
  return site.slack.in(id).until(() => posted(id).plainText().includes(text), { what: `“${text}” in ${id}` });
}

function rowsOf(id: string): Record<string, number> {
  return site.withDatabase((database) => {
    const tables = ['installations', 'runs', 'run_items', 'item_events', 'owed', 'redraw_budgets', 'event_deliveries'];
    return Object.fromEntries(
      tables.map((table) => {
        const row = database.prepare(`select count(*) as number from ${table} where installation = ?`).get([id]);
        return [table, (row as { number: number }).number];
      }),
    );
  });
}
function rowsInAll(id: string) {
  return Object.values(rowsOf(id)).reduce((sum, rows) => sum + rows, 0);
}

describe('a workspace that installs the app', () => {
  it('first gets a message that the app is not installed there', async () => {
    expect(await ask(FIRST)).toContain("I'm not fully installed in this workspace");
  });

  it('is sent to Slack and back, and sees what to do next', async () => {
    const page = await site.install(FIRST);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Guidepost is installed in First &amp; &lt;Sons&gt;');
    expect(page.text).toContain('/guide how do I roll back?');
    expect(page.text).toContain(`/app_redirect?app=A0SIMAPP01&amp;team=${FIRST}`);
  });

  it('has its commands answered, its presses saved, and its checklist posted with its own token', async () => {
    await site.install(SECOND);
    expect(await ask(FIRST)).toContain('What must be true on launch day.');
    for (const id of [FIRST, SECOND]) {
      await (await post(id)).press('Done');
      await ticked(id, '1 of 2');
    }
    for (const id of [FIRST, SECOND]) {
      const posted = site.slack.in(id).calls.filter(({ method }) => method === 'chat.postMessage');
      // The others are to who installed the app.
      expect(posted.filter(({ args }) => String(args.channel).startsWith('C'))).toHaveLength(1);
      expect(rowsOf(id)).toMatchObject({ installations: 1, runs: 1, run_items: 2, item_events: 1 });
    }
  });

  it('has its token encrypted in the database and absent from the log', () => {
    const kept = site.withDatabase((database) => JSON.stringify(database.prepare('select * from installations').all()));
    const token = site.slack.tokenOf(FIRST) ?? '';
    expect(token).toMatch(/^xoxb-/);
    expect(kept).toContain(FIRST);
    expect(kept).not.toContain(token);
    expect(site.log.join('\n')).not.toContain('xoxb-');
  });

  it('uses the new token when it installs again', async () => {
    const before = site.slack.tokenOf(FIRST);
    expect((await site.install(FIRST)).status).toBe(200);
    expect(site.slack.tokenOf(FIRST)).not.toBe(before);
    await posted(FIRST).press('Done');
    await ticked(FIRST, '2 of 2');
    expect(rowsOf(FIRST)).toMatchObject({ installations: 1, runs: 1 });
  });
});

describe('an organisation that installs the app', () => {
  it('has the app in each of its workspaces, under one installation', async () => {
    const page = await site.install(ORG);
    expect(page.text).toContain('Guidepost is installed in Acme Holding');
    expect(page.text).toContain('An admin chooses the workspaces');
    for (const id of [DEV, OPS]) expect(await ask(id)).toContain('What must be true on launch day.');
    await (await post(DEV)).press('Done');
    await ticked(DEV, '1 of 2');
    expect(rowsOf(ORG)).toMatchObject({ installations: 1, runs: 1 });
    expect([rowsInAll(DEV), rowsInAll(OPS)]).toEqual([0, 0]);
  });

  it('has all of its data deleted when it removes the app, and no other workspace is affected', async () => {
    const others = [rowsOf(FIRST), rowsOf(SECOND)];
    await site.slack.uninstall(ORG);
    expect(rowsInAll(ORG)).toBe(0);
    expect([rowsOf(FIRST), rowsOf(SECOND)]).toEqual(others);
  });
});

describe('a token', () => {
  it('that was copied into the row of another workspace is refused, and the log says which row', async () => {
    const swap = (from: string, to: string) =>
      site.withDatabase((database) =>
        database
          .prepare(
            'update installations set sealed_token = (select sealed_token from installations where installation = ?) where installation = ?',
          )
          .run([from, to]),
      );
    const own = site.withDatabase((database) =>
      database.prepare('select sealed_token from installations where installation = ?').get([SECOND]),
    ) as { sealed_token: string };
    swap(FIRST, SECOND);
    await site.restart();
    const calls = site.slack.in(SECOND).calls.length + site.slack.in(FIRST).calls.length;
    await posted(SECOND).press('Manage…');
    await site.slack
      .in(SECOND)
      .until(() => place(SECOND).lastMessage().plainText().includes('Something went wrong in the app'), {
        what: 'the message to the presser',
      });
    expect(site.slack.in(SECOND).calls.length + site.slack.in(FIRST).calls.length).toBe(calls);
    expect(site.log.join('\n')).toContain(`sealed token of ${SECOND} is not the one that was stored for it`);
    expect(await ask(SECOND)).toContain('What must be true on launch day.');
    site.withDatabase((database) =>
      database
        .prepare('update installations set sealed_token = ? where installation = ?')
        .run([own.sealed_token, SECOND]),
    );
  });

  it('that was revoked without an event is dropped, and a newer one is used', async () => {
    await posted(SECOND).press('Manage…');
    const ada = site.slack.in(SECOND).workspace.as('ada');
    await site.slack.in(SECOND).until(() => ada.hasDialog, { what: 'the dialog' });
    site.slack.revoke(SECOND);
    const preview = await place(SECOND).command('/guide checklist going live');
    await preview.press('Post to this channel');
    await site.slack.in(SECOND).until(() => preview.plainText().includes('The checklist was not posted.'), {
      what: 'the reason',
    });
    expect((await site.install(SECOND)).status).toBe(200);
    await post(SECOND);
  });
});

describe('a question', () => {
  it('is answered while the installations cannot be read', async () => {
    site.withDatabase((database) => database.exec('alter table installations rename to installations_away'));
    await site.restart();
    expect(await ask(FIRST)).toContain('What must be true on launch day.');
    site.withDatabase((database) => database.exec('alter table installations_away rename to installations'));
    expect(await ask(FIRST)).toContain('What must be true on launch day.');
  });

  it('is answered after the keys were rotated and the old one was removed', async () => {
    const newer = 'the-second-key-of-the-ring';
    await site.restart([newer, 'the-first-key-of-the-ring']);
    await posted(SECOND).press({ label: 'Manage…' });
    const { code, out } = await runInProcess(['rotate-keys'], {
      env: { DATABASE_URL: site.databaseUrl, TOKEN_KEYS: `${newer},the-first-key-of-the-ring` },
    });
    expect([code, out]).toEqual([0, expect.stringMatching(/^Encrypted with the newest key: [1-9]/)]);
    await site.restart([newer]);
    await post(SECOND);
    await site.restart([newer, 'the-first-key-of-the-ring']);
  });
});

describe('a workspace that removes the app', () => {
  it('has all of its data deleted, and the others keep theirs', async () => {
    expect(rowsInAll(FIRST)).toBeGreaterThan(5);
    const others = rowsOf(SECOND);
    await site.slack.uninstall(FIRST);
    expect(rowsInAll(FIRST)).toBe(0);
    expect(rowsOf(SECOND)).toEqual(others);
    expect(await ask(FIRST)).toContain("I'm not fully installed in this workspace");
    expect(await ask(SECOND)).toContain('What must be true on launch day.');
  });

  it('can install it again, and stays installed when Slack repeats the event about the removal', async () => {
    const [old] = site.slack.in(FIRST).requests.filter(({ body }) => body.includes('"app_uninstalled"'));
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // Slack gives the time of an event in whole seconds.
    expect((await site.install(FIRST)).status).toBe(200);
    const { status } = await fetch(old?.url ?? '', {
      method: 'POST',
      headers: old?.headers ?? {},
      body: old?.body ?? '',
    });
    expect(status).toBe(200);
    expect(rowsOf(FIRST)).toMatchObject({ installations: 1 });
  });

  it('stays installed when Slack repeats the event, even if the clock of this machine is behind', async () => {
    site.withDatabase((database) =>
      database
        .prepare('update installations set installed_at = installed_at - 240000 where installation = ?')
        .run([FIRST]),
    );
    const [old] = site.slack.in(FIRST).requests.filter(({ body }) => body.includes('"app_uninstalled"'));
    const sent = { method: 'POST', headers: old?.headers ?? {}, body: old?.body ?? '' };
    expect((await fetch(old?.url ?? '', sent)).status).toBe(200);
    expect(rowsOf(FIRST)).toMatchObject({ installations: 1 });
  });

  it('is deleted even if the clock of this machine is ahead of Slack’s', async () => {
    site.withDatabase((database) =>
      database
        .prepare('update installations set installed_at = installed_at + 3600000 where installation = ?')
        .run([FIRST]),
    );
    await site.slack.uninstall(FIRST);
    expect(rowsOf(FIRST)).toMatchObject({ installations: 0 });
    expect((await site.install(FIRST)).status).toBe(200);
  });

  itLong('is deleted when Slack repeats the event, if the database was unavailable the first time', async () => {
    site.withDatabase((database) => database.exec('begin immediate'));
    const removing = site.slack.uninstall(FIRST);
    const deliveries = () =>
      site.slack.in(FIRST).requests.filter(({ body }) => body.includes('"app_uninstalled"')).length;
    const before = deliveries();
    await site.slack.in(FIRST).until(() => deliveries() > before, { what: 'the repeated event' });
    site.withDatabase((database) => database.exec('rollback'));
    await removing;
    expect(rowsInAll(FIRST)).toBe(0);
  });
});
