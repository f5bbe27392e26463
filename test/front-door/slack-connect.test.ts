import { type Person, type PostedMessage, signature, type Team } from '@guidepost/slack-simulator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSite, type TestSite } from './start-site.js';

const [FIRST, SECOND, ORG, DEV] = ['T0FIRST001', 'T0SECOND02', 'E0ACME0001', 'T0ACMEDEV3'];
let site: TestSite;
beforeAll(async () => {
  site = await startSite();
  for (const id of [FIRST, SECOND, ORG]) await site.install(id);
});
afterAll(() => site.stop());

function slackOf(id: string) {
  return site.slack.in(id);
}
function as(id: string, person: Person | string) {
  return slackOf(id).workspace.as(typeof person === 'string' ? person : person.id);
}
/** Waits for a dialog with this title on top. */
async function dialogOf(id: string, person: Person, title: string) {
  const seen = () => as(id, person).hasDialog && as(id, person).dialog().title.startsWith(title);
  await slackOf(id).until(seen, { what: `the dialog “${title}”` });
  return as(id, person).dialog();
}
/** The installations under which the person's changes are stored. */
function installationsOf({ name }: Person): string[] {
  return site.withDatabase((database) => {
    const rows = database.prepare('select installation from item_events where changed_by_name = ?').all([name]);
    return (rows as { installation: string }[]).map(({ installation }) => installation);
  });
}
function sendPayload(payload: object): Promise<Response> {
  const [app] = site.apps;
  if (!app) throw new Error('No process runs');
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  return fetch(`${site.urlOf(app)}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature({ secret: site.signingSecret, timestamp, body }),
    },
  });
}

/** A host posts a checklist in the shared channel. @returns the message, as the guest sees it */
async function postFor(id: string, guest: Person) {
  const place = as(id, 'ada').in('#deployments');
  const postings = () => place.messages().filter((message) => message.visibleTo === undefined);
  const before = postings().length;
  await (await place.command('/guide checklist going live')).press('Post to this channel');
  await slackOf(id).until(() => postings().length > before, { what: 'the posted checklist' });
  const posted = postings().at(-1);
  if (!posted) throw new Error('Nothing is posted');
  return posted.as(guest.id);
}

const OTHER_ORG = { id: 'E0OTHER009', name: 'Other Holding', isInstalled: true };
const GUESTS: { whose: string; team: Team }[] = [
  { whose: 'of a workspace with the app', team: { id: SECOND, name: 'Second', domain: 'second' } },
  { whose: 'of a workspace without it', team: { id: 'T0NOAPP005', name: 'No app', domain: 'no-app' } },
  { whose: 'of another organisation', team: { id: 'T0OTHERS07', name: 'Others', domain: 'others', org: OTHER_ORG } },
];

describe.each([
  { where: 'a workspace', host: FIRST, installation: FIRST },
  { where: 'an organisation', host: DEV, installation: ORG },
])('in a channel that $where shares by Slack Connect', ({ host, installation }) => {
  describe.each(GUESTS)('a guest $whose', ({ team }) => {
    let guest: Person;
    let posted: PostedMessage;
    const until = (condition: () => boolean, what: string) => slackOf(host).until(condition, { what });
    const failures = () => site.log.filter((line) => line.includes('"level":"error"'));

    beforeAll(async () => {
      const name = `${team.domain}-at-${host.toLowerCase()}`;
      guest = slackOf(host).workspace.addGuest({ name, realName: name, team, channels: ['#deployments'] });
      posted = await postFor(host, guest);
    });

    it('ticks an item off on the message', async () => {
      await posted.press('Done', { nth: 0 });
      await until(() => posted.plainText().includes('1 of 2'), 'the tick');
      expect(installationsOf(guest)).toEqual([installation]);
    });

    it('changes an item in a dialog', async () => {
      await posted.press('Manage…');
      await (await dialogOf(host, guest, 'Manage')).press('Edit', { nth: 1 });
      const edit = await dialogOf(host, guest, 'Item');
      edit.fill('Note', 'From the guest');
      expect(await edit.submit()).toEqual({ kind: 'closed' });
      await until(() => posted.plainText().includes('From the guest'), 'the note');
      await until(() => as(host, guest).dialog().plainText().includes('From the guest'), 'the dialog below');
      await as(host, guest).dialog().close({ all: true });
      expect(installationsOf(guest)).toEqual([installation, installation]);
    });

    it('has a Home with the checklists they worked on, whose buttons work', async () => {
      const home = await as(host, guest).openHome();
      await until(() => home.plainText().includes('Going live checklist'), 'the own checklists');
      await home.press({ actionId: 'run:manage' });
      await (await dialogOf(host, guest, 'Manage')).close({ all: true });
    });

    it('searches in a dialog, with suggestions', async () => {
      await as(host, guest).home().press('Search as you type');
      const dialog = await dialogOf(host, guest, 'Search');
      expect(await dialog.suggest('What are you looking for?', 'going')).not.toEqual([]);
      await dialog.choose('What are you looking for?', 'Going live');
      await until(() => dialog.plainText().includes('What must be true on launch day.'), 'the page');
      await dialog.close({ all: true });
    });

    it('is answered for their own workspace when they type its command', async () => {
      const isInstalled = team.id === SECOND;
      const reply = await as(host, guest).in('#deployments').command('/guide going live');
      expect(reply.plainText()).toContain(isInstalled ? 'What must be true' : "I'm not fully installed");
      expect(site.log.at(-1)).toContain(`"workspace":"${team.org?.id ?? team.id}"`);
    });

    it('gets an empty reply to a message shortcut that the app does not have', async () => {
      // The manifest does not declare it, so the payload is written out.
      const where = { channel: { id: 'C1', name: 'shared' }, message: { type: 'message', ts: '1.2', text: 'x' } };
      const payload = {
        type: 'message_action',
        callback_id: 'gone',
        team: { id: team.id, domain: team.domain },
        ...where,
      };
      const user = { id: guest.id, name: guest.name, team_id: team.id };
      const { status } = await sendPayload({ ...payload, user, is_enterprise_install: false, enterprise: null });
      expect(status).toBe(200);
    });

    // The shortcuts of a workspace with the app are its own, and no business of the host's.
    if (team.id !== SECOND)
      it('is told by the shortcut of a message that their own workspace has no app', async () => {
        const here = as(host, guest).in('#deployments');
        await here.say('going live').shortcut('answer-message');
        await until(() => here.lastMessage().plainText().includes("I'm not fully installed"), 'the notice');
        expect(here.lastMessage().visibleTo).toBe(guest.id);
      });

    it('sees no failure', () => {
      expect(failures()).toEqual([]);
    });
  });
});

// The simulated guest has no screen in their own workspace, so Slack refuses the trigger there. What counts is which Slack is asked.
describe('the global shortcut', () => {
  it.each(GUESTS)('of a guest $whose opens in their own workspace, never in the host’s', async ({ team }) => {
    const guest = slackOf(FIRST).workspace.addGuest({ name: team.domain, realName: team.name, team, channels: [] });
    const opened = (id: string): number => slackOf(id).calls.filter(({ method }) => method === 'views.open').length;
    const ids = [FIRST, SECOND, DEV];
    const before = ids.map(opened);
    expect(await as(FIRST, guest).shortcut('search')).toEqual({ kind: 'ok' });
    const own = `"workspace":"${team.org?.id ?? team.id}","kind":"shortcut"`;
    await slackOf(FIRST).until(() => site.log.some((line) => line.includes(own)), { what: 'the log line' });
    const end = 'The person could not be told';
    await slackOf(FIRST).until(() => site.log.at(-1)?.includes(end) === true, { what: 'the end' });
    expect(ids.filter((id, index) => opened(id) !== before[index])).toEqual(team.id === SECOND ? [SECOND] : []);
  });
});

describe.each([
  { where: 'a workspace', host: FIRST },
  { where: 'an organisation', host: DEV },
])('a guest in a channel that $where shares', ({ host }) => {
  const team = { id: 'T0ELSEWHR8', name: 'Elsewhere', domain: 'elsewhere' };
  const answersTo = (said: PostedMessage) => said.replies().filter(({ message }) => message.author.kind === 'app');

  it('is answered where they mention the app, by the installation of the channel', async () => {
    const name = `mentions-${host.toLowerCase()}`;
    const guest = slackOf(host).workspace.addGuest({ name, realName: name, team, channels: ['#deployments'] });
    const said = as(host, guest).in('#deployments').say('@guidepost going live');
    await slackOf(host).until(() => answersTo(said).length > 0, { what: 'the answer' });
    const [answer] = answersTo(said);
    expect(answer?.plainText()).toContain('Going live');
    expect(said.message.threadTs).toBeUndefined();

    // Only they may take it back, and what a press says stays in the thread.
    const refused = await answer?.as('ada').press('Remove');
    await slackOf(host).settled();
    expect(refused?.messages()[0]?.message.threadTs).toBe(said.ts);
    await answer?.press('Remove');
    await slackOf(host).until(() => answer?.deleted === true, { what: 'that the answer is removed' });
  });

  it('is answered in a direct message', async () => {
    const name = `writes-${host.toLowerCase()}`;
    const guest = slackOf(host).workspace.addGuest({ name, realName: name, team, channels: ['#deployments'] });
    const here = as(host, guest).in('@guidepost');
    here.say('going live');
    const answered = () =>
      here
        .messages()
        .some((message) => message.plainText().includes('Going live') && message.message.author.kind === 'app');
    await slackOf(host).until(answered, { what: 'the answer' });
  });
});
