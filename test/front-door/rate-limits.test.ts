import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSite, type TestSite } from './start-site.js';

const [FIRST, SECOND] = ['T0FIRST001', 'T0SECOND02'];
/** A workspace of an organization, in which nobody has asked anything yet. */
const [ORG, FRESH] = ['E0ACME0001', 'T0ACMEDEV3'];

let site: TestSite;
beforeAll(async () => {
  site = await startSite({ rateLimitPerMinute: 6 });
  for (const id of [FIRST, SECOND, ORG]) await site.install(id);
});
afterAll(() => site.stop());

function place(id: string, person: string) {
  return site.slack.in(id).workspace.as(person).in('#deployments');
}
async function askMany(id: string, person: string, times: number) {
  const answers: string[] = [];
  for (let each = 0; each < times; each += 1)
    answers.push((await place(id, person).command('/guide launch')).plainText());
  return answers;
}

describe('a person who sends too many requests', () => {
  it('gets a private message each time, with what to do', async () => {
    const answers = await askMany(FIRST, 'ada', 9);
    expect(answers.slice(0, 6).join()).not.toContain('a lot at once');
    for (const answer of answers.slice(6)) {
      expect(answer).toContain("You're sending requests too fast. Try again in a few seconds.");
      expect(answer).toContain('The limit is 6 requests a minute.');
    }
    const last = place(FIRST, 'ada').lastMessage();
    expect(last.visibleTo).toBeDefined();
  });

  it('does not slow down a colleague or another workspace', async () => {
    expect((await askMany(FIRST, 'ben', 1)).join()).toContain('Going live');
    expect((await askMany(SECOND, 'ada', 1)).join()).toContain('Going live');
  });

  it('gets one message about refused presses, which change nothing', async () => {
    const preview = await place(SECOND, 'ben').command('/guide checklist going live');
    await preview.press('Post to this channel');
    const publicMessages = () =>
      place(SECOND, 'chika')
        .messages()
        .filter(({ visibleTo }) => visibleTo === undefined);
    await site.slack.in(SECOND).until(() => publicMessages().length === 1, { what: 'the posting' });
    const posted = publicMessages()[0]?.as('chika');
    for (let each = 0; each < 10; each += 1) await posted?.press('Manage…');
    await site.slack.in(SECOND).settled();
    const messages = place(SECOND, 'chika')
      .messages()
      .filter((message) => message.plainText().includes('too fast'));
    expect(messages).toHaveLength(1);
    expect(site.slack.in(SECOND).calls.filter(({ method }) => method.startsWith('views.'))).toHaveLength(6);
  });
});

describe('a person who submits too many dialogs', () => {
  it('keeps what was entered, and sees the reason at the field', async () => {
    const person = site.slack.in(FIRST).workspace.as('chika');
    const preview = await place(FIRST, 'chika').command('/guide checklist going live');
    await preview.press('Post with options…');
    await site.slack.in(FIRST).until(() => person.hasDialog, { what: 'the dialog' });
    await askMany(FIRST, 'chika', 7);
    const dialog = person.dialog();
    dialog.fill('Name of this run', 'shop-api 2.4');
    const outcome = await dialog.submit();
    expect(outcome).toMatchObject({ kind: 'errors' });
    expect(JSON.stringify(outcome)).toContain("You're sending requests too fast");
    expect(person.hasDialog).toBe(true);
  });
});

describe('a person who starts the search again and again', () => {
  it('sees the reason in a dialog', async () => {
    const slack = site.slack.in(SECOND);
    const person = slack.workspace.as('ada');
    const isRefused = () => person.dialog().plainText().includes("You're sending requests too fast");
    // One of the next seven is refused, or on a busy machine a later one: every ten seconds one more is allowed.
    for (let opened = 0; opened === 0 || !isRefused(); opened += 1) {
      if (opened > 0) await person.dialog().close({ all: true });
      await slack.until(() => !person.hasDialog, { what: 'no dialog' });
      await person.shortcut('search');
      await slack.until(() => person.hasDialog, { what: 'a dialog' });
      expect(opened < 4 && isRefused()).toBe(false);
    }
  });
});

describe('a person who mentions the app, or writes to it, again and again', () => {
  it.each([
    ['#deployments', '@guidepost launch', 'ben'],
    ['@guidepost', 'launch', 'chika'],
  ])('in %s gets one word about it', async (channel, text, name) => {
    const slack = site.slack.in(FRESH);
    const here = slack.workspace.as(name).in(channel);
    const before = here.messages().length;
    const said = Array.from({ length: 10 }, () => here.say(text));
    await slack.settled();
    const answers = [...here.messages().slice(before), ...said.flatMap((message) => message.replies())].filter(
      ({ message }) => message.author.kind === 'app',
    );
    expect(answers.filter((answer) => answer.plainText().includes('too fast'))).toHaveLength(1);
    const answered = answers.filter((answer) => answer.plainText().includes('Going live')).length;
    expect(answered).toBeGreaterThan(0);
    expect(answered).toBeLessThan(10);
  });
});
