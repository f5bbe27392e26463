import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { aRepository, type TestRepository } from '../git/a-repository.js';
import { describeWithGit } from '../git/describe-with-git.js';
import { type GitHost, serveRepository } from '../git/serve-repository.js';
import { itLong } from '../long-tests.js';
import { type ServedApp, startServed } from './start-served.js';

const WEBHOOK_SECRET = 'a-secret-shared-with-the-host';
const TOKEN = 'glpat-0123456789abcdef';
const page = (animal: string): string =>
  `# Keeping ${animal}\n\nHow to keep ${animal} at home.\n\n## Checklist\n\n- [ ] Feed the ${animal}\n- [ ] Close the door\n`;
const BROKEN = '---\norder: first\n---\n# Zebras\n';

let origin: TestRepository;
let host: GitHost | undefined;
let app: ServedApp | undefined;
beforeEach(() => {
  origin = aRepository({ 'docs/zebras.md': page('zebras'), 'docs/otters.md': page('otters'), 'src/x.ts': '' });
});
afterEach(async () => {
  await app?.stop();
  await host?.stop();
  [app, host] = [undefined, undefined];
  origin.remove();
});

async function start(settings: Record<string, string> = {}, { waits = true } = {}): Promise<ServedApp> {
  app = await startServed({
    GUIDE_REPO: origin.url,
    GUIDE_PATH: 'docs',
    GUIDE_REFRESH_MINUTES: '60',
    GUIDE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    ...settings,
  });
  if (waits) await app.looked();
  return app;
}

/** Says that something was pushed, as GitHub does. */
async function push(to: ServedApp, ref = 'refs/heads/main'): Promise<unknown> {
  const body = JSON.stringify({ ref, repository: { default_branch: 'main' } });
  const reply = await fetch(to.url('/guide/webhook'), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-hub-signature-256': `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`,
    },
    body,
  });
  expect(reply.status).toBe(200);
  return await reply.json();
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describeWithGit('a guide in a git repository', () => {
  it('answers from the folder of the repository, and from a new revision as soon as the host says so', async () => {
    const served = await start();
    expect(await served.ask('how do I keep zebras?')).toContain('How to keep zebras');
    const commit = origin.commit({ 'docs/zebras.md': undefined, 'docs/okapis.md': page('okapis') });
    expect(await push(served, 'refs/heads/another')).toEqual({ guide: 'is not concerned' });
    expect(await push(served)).toEqual({ guide: 'is fetched' });
    await served.says(new RegExp(`guide of commit ${commit.slice(0, 7)} is in use: 2 pages`));
    expect(await served.ask('how do I keep okapis?')).toContain('How to keep okapis');
    expect((await served.health()).guide).toMatchObject({ commit, pages: 2, leftOut: 0 });
  });

  itLong('refuses a revision that would take pages away, says so, and serves the next good one', async () => {
    const served = await start({ GUIDE_AUTHORS: 'U0ADA00001' });
    const good = origin.git('rev-parse', 'HEAD');
    const broken = origin.commit({ 'docs/zebras.md': BROKEN, 'docs/okapis.md': page('okapis') });
    await push(served);
    await served.says(/refused\. Commit \w+ stays in use\.\ndocs\/zebras\.md:2: /);
    expect(await served.ask('how do I keep zebras?')).toContain('How to keep zebras');
    expect(await served.ask('topics')).not.toContain('okapis');
    const { guide } = await served.health();
    expect(guide).toMatchObject({ commit: good, refused: { commit: broken, since: expect.stringMatching(/^20.*Z$/) } });
    const { since } = guide.refused as { since: string };
    const stillBroken = origin.commit({ 'docs/tapirs.md': page('tapirs') });
    await push(served);
    await until(async () => {
      const { refused } = (await served.health()).guide as { refused?: { commit: string } };
      return refused?.commit === stillBroken;
    });
    expect((await served.health()).guide).toMatchObject({ refused: { since } });
    origin.commit({ 'docs/zebras.md': page('zebras') });
    await push(served);
    await served.says(/is in use: 4 pages/);
    expect((await served.health()).guide).not.toHaveProperty('refused');
    expect(await served.ask('how do I keep tapirs?')).toContain('How to keep tapirs');
  });

  itLong('leaves a checklist that was posted as it is, whatever is pushed', async () => {
    const served = await start();
    const ada = served.slack.workspace.as('ada').in('#deployments');
    const preview = await ada.command('/guide checklist zebras');
    await preview.press('Post to this channel');
    await until(() => ada.messages().some((message) => message.plainText().includes('Feed the zebras')));
    origin.commit({ 'docs/zebras.md': page('zebras').replace('Feed', 'Wash') });
    await push(served);
    await served.says(/is in use: 2 pages[\s\S]*is in use: 2 pages/);
    await served.slack.settled();
    const posted = ada.messages().find((message) => message.plainText().includes('Feed the zebras'));
    expect(posted?.plainText()).not.toContain('Wash');
    expect(await served.ask('checklist zebras')).toContain('Wash the zebras');
  });

  itLong(
    'serves the last good revision after a restart, while the host is away and while the latest is broken',
    async () => {
      host = await serveRepository(origin.folder);
      const served = await start({ GUIDE_REPO: host.url });
      host.mode = 503;
      await served.restart();
      await served.says(/cannot be reached.*It is tried again\. Commit \w+ stays in use/);
      expect(await served.ask('how do I keep zebras?')).toContain('How to keep zebras');
      expect((await served.health()).guide).toMatchObject({ failing: { reason: 'unreachable' }, pages: 2 });
      // Without the revision on the disk, the broken one would be served without the page.
      const broken = origin.commit({ 'docs/zebras.md': BROKEN });
      host.mode = 'serve';
      await served.restart();
      await served.says(new RegExp(`guide of commit ${broken.slice(0, 7)} is refused`));
      expect(await served.ask('how do I keep zebras?')).toContain('How to keep zebras');
      expect((await served.health()).guide).not.toHaveProperty('failing');
    },
  );

  itLong('starts without a guide while the host is away, tells people so, and answers once it is back', async () => {
    host = await serveRepository(origin.folder);
    host.mode = 503;
    const served = await start({ GUIDE_REPO: host.url, GUIDE_REFRESH_MINUTES: '5' });
    expect((await fetch(served.url('/healthz'))).status).toBe(200);
    expect((await served.health()).guide).toMatchObject({
      state: 'waiting for the repository',
      pages: 0,
      failing: { reason: 'unreachable' },
    });
    for (const question of ['how do I keep zebras?', 'topics', 'checklist zebras', 'checklists', 'search']) {
      expect(await served.ask(question)).toMatch(/I can't answer yet.*load the guide.*ask again in a few minutes/);
    }
    expect(await served.ask('help')).toContain('What you can type');
    host.mode = 'serve';
    await served.says(/is in use: 2 pages/);
    expect(await served.ask('how do I keep zebras?')).toContain('How to keep zebras');
    expect((await served.health()).guide).not.toHaveProperty('state');
  });

  itLong('does not tell in open checklists that they have changed while there is no guide', async () => {
    host = await serveRepository(origin.folder);
    const served = await start({ GUIDE_REPO: host.url });
    const ada = served.slack.workspace.as('ada').in('#deployments');
    await (await ada.command('/guide checklist zebras')).press('Post to this channel');
    await until(() => ada.messages().some((message) => message.plainText().includes('Feed the zebras')));
    const posted = () => ada.messages().find((message) => message.plainText().includes('Feed the zebras'));
    host.mode = 503;
    await served.restart({ GUIDE_PATH: '', GUIDE_CLONE_DIR: `${origin.folder}/.git/empty` });
    expect((await served.health()).guide).toMatchObject({ state: 'waiting for the repository' });
    expect(await served.ask('checklists')).toContain('Open in this channel');
    await posted()?.press('Done');
    await until(() => posted()?.plainText().includes('1 of 2 done') ?? false);
    await served.slack.settled();
    expect(posted()?.plainText()).not.toMatch(/guide has changed/);
  });

  it('never shows the token or the secret of the webhook', async () => {
    host = await serveRepository(origin.folder, TOKEN);
    const served = await start({ GUIDE_REPO: host.url, GUIDE_TOKEN: `deploy:${TOKEN}` });
    expect(await served.ask('how do I keep zebras?')).toContain('How to keep zebras');
    host.mode = 403;
    await served.reload();
    await served.says(/refuses access/);
    const basic = Buffer.from(`deploy:${TOKEN}`).toString('base64');
    expect(host.authorizations).toContain(`Basic ${basic}`);
    const shown = served.log() + JSON.stringify(await served.health());
    for (const secret of [TOKEN, basic, WEBHOOK_SECRET]) expect(shown).not.toContain(secret);
  });

  itLong('has no webhook without a secret', async () => {
    const served = await start({ GUIDE_WEBHOOK_SECRET: '' });
    const headers = { 'x-hub-signature-256': 'sha256=0', 'x-github-event': 'push' };
    expect((await fetch(served.url('/guide/webhook'), { method: 'POST', headers })).status).toBe(404);
  });

  it('reads nothing outside its folder, whatever the links in the repository lead to', async () => {
    origin.link('docs/passwords.md', '/etc/passwd');
    origin.link('docs/readme.md', '../README.md');
    origin.link('docs/system', '/etc');
    origin.link('docs/questions.yml', '/etc/hostname');
    origin.commit({ 'README.md': '# The secret readme\n' });
    const served = await start({ GUIDE_AUTHORS: 'U0ADA00001' });
    expect((await served.health()).guide).toMatchObject({ pages: 2, leftOut: 3 });
    expect(await served.ask('topics')).not.toMatch(/secret readme|root:/);
    await until(() => served.messagesTo('ada').length > 0);
    const [told = ''] = served.messagesTo('ada');
    expect(told).toMatch(/docs\/readme\.md is a symbolic link to README\.md, outside the guide's folder/);
    expect(told).toMatch(/docs\/passwords\.md is a symbolic link to \/etc\/passwd/);
    expect(told).toMatch(/docs\/system is a symbolic link to \/etc,/);
  });

  itLong('looks for a change on SIGHUP', async () => {
    const served = await start();
    origin.commit({ 'docs/okapis.md': page('okapis') });
    await served.reload();
    await served.says(/is in use: 3 pages/);
    expect(await served.ask('how do I keep okapis?')).toContain('How to keep okapis');
  });

  itLong('stops at once, also while git waits for its host', async () => {
    host = await serveRepository(origin.folder);
    const served = await start({ GUIDE_REPO: host.url }, { waits: false });
    host.mode = 'silent';
    const before = host.authorizations.length;
    await push(served);
    await until(() => (host?.authorizations.length ?? 0) > before);
    expect(await served.stopApp()).toBe(0);
  });

  it('does not start without git, and says what to do', async () => {
    await expect(start({ PATH: '/nowhere' })).rejects.toThrow(/git is not installed.*GUIDE_DIR/);
  });
});
