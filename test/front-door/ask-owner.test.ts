import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const BEN = 'U0BEN00002';

let workspace: TestWorkspace;
let group: string;
const person = (name: string) => workspace.slack.workspace.as(name);

async function start(owner: string | undefined, options: Parameters<typeof startWorkspace>[1] = {}): Promise<void> {
  workspace = await startWorkspace(
    await guideOf({
      'servers.md': `---\ntitle: Servers\nsummary: What to do on a new server.\n${owner ? `owner: ${owner}\n` : ''}---\nSet up a firewall such as ufw.\n`,
    }),
    { askLog: true, ...options },
  );
}

beforeEach(async () => {
  await start(BEN);
  group = '';
});
afterEach(() => workspace.stop());

async function restart(owner: string | undefined, options?: Parameters<typeof startWorkspace>[1]): Promise<void> {
  await workspace.stop();
  await start(owner, options);
}

/** Says No to a card and asks its owner. */
async function askOwner(missing = 'Which ports stay open?'): Promise<void> {
  const card = await person('ada').in('#deployments').command('/guide set up ufw');
  await card.press(':thumbsdown:');
  await workspace.slack.settled();
  const dialog = person('ada').dialog();
  dialog.fill({ actionId: 'missing' }, missing);
  await dialog.choose({ actionId: 'ask' }, ['ask']);
  await dialog.submit();
}

const questions = () => workspace.slack.calls.filter(({ method }) => method === 'chat.postMessage');

/** The messages in a conversation, once there are so many. */
async function messages(name: string, channel: string, count: number): Promise<PostedMessage[]> {
  const found = () => person(name).in(channel).messages();
  await workspace.slack.until(() => found().length >= count, { what: `${count} messages to ${name} in ${channel}` });
  await workspace.slack.settled();
  return found();
}

describe('Asking the owner of a page', () => {
  it('gives them one message with question, page and asker, and the asker the answer', async () => {
    await askOwner('Which ports <!channel> stay *open*?');
    expect(person('ada').dialog().plainText()).toContain('When somebody answers, you get a direct message');
    const [question] = await messages('ben', '@guidepost', 1);
    expect(question?.plainText()).toContain('ada has a question about Servers');
    expect(question?.plainText()).toContain('Which ports <!channel> stay');
    expect(question?.plainText()).toContain('Asked the guide: set up ufw');
    expect(JSON.stringify(question?.blocks)).not.toContain('<!channel>');
    await question?.press('Answer…');
    await workspace.slack.settled();
    const dialog = person('ben').dialog();
    expect(dialog.plainText()).toContain('ada asks about Servers');
    dialog.fill({ actionId: 'answer' }, '22 and 443.\nSee https://example.com/ports <!here>');
    await dialog.submit();
    const [answer, ...others] = await messages('ada', '@guidepost', 1);
    expect(others).toEqual([]);
    expect(answer?.plainText()).toContain('ben answered your question about Servers');
    expect(answer?.plainText()).toContain('22 and 443.');
    expect(JSON.stringify(answer?.blocks)).not.toContain('<!here>');
    expect(JSON.stringify(answer?.blocks)).toContain('<https://example.com/ports>');
    expect(question?.plainText()).toContain('ben answered:');
    expect(question?.buttons()).not.toContain('Answer…');
    expect(questions()).toHaveLength(2);
  });

  it('sends nothing twice, whatever is delivered twice, and nothing after a restart', async () => {
    await askOwner();
    await messages('ben', '@guidepost', 1);
    const submission = workspace.slack.requests.filter(({ body }) => body.includes('view_submission')).at(-1);
    if (submission) await workspace.repeat(submission);
    await workspace.restartApp();
    await workspace.slack.settled();
    expect(await messages('ben', '@guidepost', 1)).toHaveLength(1);
  });

  it('counts the first answer, and tells a colleague who is later', async () => {
    await restart(`[${BEN}, U0CHIKA003]`);
    await askOwner();
    const [toBen] = await messages('ben', '@guidepost', 1);
    const [toChika] = await messages('chika', '@guidepost', 1);
    await toChika?.press('Answer…');
    await workspace.slack.settled();
    await toBen?.press('Answer…');
    await workspace.slack.settled();
    const [first, second] = [person('ben').dialog(), person('chika').dialog()];
    first.fill({ actionId: 'answer' }, 'Two.');
    await first.submit();
    second.fill({ actionId: 'answer' }, 'Three.');
    expect(JSON.stringify(await second.submit())).toContain('ben has answered already: Two.');
    await second.close();
    await toChika?.press('Answer…');
    await workspace.slack.settled();
    expect(toChika?.plainText()).toContain('ben answered:');
    expect(await messages('ada', '@guidepost', 1)).toHaveLength(1);
  });

  it('asks in the channel that looks after the page, and the answer links to it', async () => {
    await restart('C0DEPLOY02');
    await askOwner();
    await workspace.slack.until(() => questions().length === 1, { what: 'the question' });
    await workspace.slack.settled();
    const question = person('chika').in('#deployments').lastMessage();
    expect(question.plainText()).toContain('ada has a question about Servers');
    await question.press('Answer…');
    await workspace.slack.settled();
    person('chika').dialog().fill({ actionId: 'answer' }, 'Two.');
    await person('chika').dialog().submit();
    const [answer] = await messages('ada', '@guidepost', 1);
    expect(answer?.buttons()).toContain('Go to the channel');
    expect(JSON.stringify(answer?.blocks)).toContain(`/archives/C0DEPLOY02/p${question.ts.replace('.', '')}`);
  });

  it('asks everyone of a group, as far as Slack tells who that is', async () => {
    group = workspace.slack.workspace.addGroup(['ben', 'chika']);
    workspace.replaceGuide(await guideOf({ 'servers.md': `---\nowner: ${group}\n---\n# Servers\n\nSet up ufw.\n` }));
    await askOwner();
    await messages('ben', '@guidepost', 1);
    await messages('chika', '@guidepost', 1);
    const { scopes } = workspace.slack.workspace.app;
    workspace.slack.workspace.grantScopes(scopes.filter((scope) => scope !== 'usergroups:read'));
    await askOwner();
    expect(person('ada').dialog().plainText()).toContain('usergroups:read');
  });

  it('tells the asker if Slack refuses the message to every owner', async () => {
    await restart('U0NOBODY99');
    await askOwner();
    const [notice] = await messages('ada', '@guidepost', 1);
    expect(notice?.plainText()).toContain('I could not reach anybody who looks after Servers');
    expect(notice?.plainText()).toContain('Which ports stay open?');
  });

  it('reaches the authors where a page names nobody, and where nothing was found', async () => {
    await restart(undefined, { guideAuthors: [{ person: BEN }] });
    const nothing = await person('ada').in('#deployments').command('/guide which hamster is best');
    await nothing.press('Ask the authors…');
    await workspace.slack.settled();
    await person('ada').dialog().submit();
    const [question] = await messages('ben', '@guidepost', 1);
    expect(question?.plainText()).toContain('ada asks what the guide does not answer');
    expect(question?.plainText()).toContain('which hamster is best');
    expect(question?.plainText()).toContain('You get this because you look after the guide.');
    await askOwner();
    await messages('ben', '@guidepost', 2);
    const said = person('ada').in('#deployments').say('@guidepost which hamster is best');
    await workspace.slack.settled();
    const reply = person('chika').in('#deployments').messages({ threadTs: said.ts }).at(-1);
    await reply?.press('Ask the authors…');
    await workspace.slack.settled();
    await person('chika').dialog().submit();
    const asked = await messages('ben', '@guidepost', 3);
    expect(asked[2]?.plainText()).toContain('chika asks what the guide does not answer');
  });

  it('works without the ask log, which then keeps nothing', async () => {
    await restart(BEN, { askLog: false });
    const card = await person('ada').in('#deployments').command('/guide servers');
    await card.press(':thumbsdown:');
    await workspace.slack.settled();
    const dialog = person('ada').dialog();
    expect(dialog.plainText()).toContain('This goes to');
    dialog.fill({ actionId: 'missing' }, 'Ports?');
    await dialog.submit();
    await messages('ben', '@guidepost', 1);
    await workspace.restartApp();
    expect(workspace.withDatabase((database) => database.prepare('select * from asks').all())).toEqual([]);
  });

  it('asks for a question where there is none', async () => {
    await person('ada').openHome();
    const card = await person('ada').in('#deployments').command('/guide topics');
    await card.press('Open');
    await workspace.slack.settled();
    await card.press(':thumbsdown:');
    await workspace.slack.settled();
    const dialog = person('ada').dialog();
    await dialog.choose({ actionId: 'ask' }, ['ask']);
    expect(JSON.stringify(await dialog.submit())).toContain('Write what you want to know.');
  });

  it('says so if the question is gone when somebody answers', async () => {
    await askOwner();
    const [question] = await messages('ben', '@guidepost', 1);
    workspace.withDatabase((database) => database.exec('delete from owner_messages; delete from owner_questions'));
    await question?.press('Answer…');
    await workspace.slack.settled();
    expect(person('ben').in('@guidepost').lastMessage().plainText()).toContain('This question is no longer stored');
  });
});
