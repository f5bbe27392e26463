import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actions, button, type FakeApp, startFakeApp } from './fake-app.js';

let app: FakeApp;
let word: string;
beforeEach(async () => {
  app = await startFakeApp();
  word = 'old';
  app.on['/guide'] = ({ text, user_name }) => ({
    body: {
      text: `${word} ${text} for ${user_name}`,
      blocks: [],
      ...(text === 'all' && { response_type: 'in_channel' }),
    },
  });
});
afterEach(() => app.stop());
function place(person: string) {
  return app.slack.workspace.as(person).in('#general');
}
function seen(person: string) {
  return place(person)
    .messages()
    .map(({ text }) => text);
}

describe('refreshing answers after the app has changed', () => {
  it('replaces the last private answer of each person with the app’s new answer', async () => {
    await place('ada').command('/guide one');
    await place('ada').command('/guide two');
    await place('ben').command('/guide three');
    word = 'new';
    expect(await app.slack.refreshAnswers()).toBe(2);
    expect(await app.slack.refreshAnswers()).toBe(0);
    expect(seen('ada')).toEqual(['old one for ada', 'new two for ada']);
    expect(seen('ben')).toEqual(['new three for ben']);
  });

  it('keeps public answers, answers with later presses, and answers that the app now fails to give', async () => {
    await place('ada').command('/guide all');
    app.on['/guide'] = () => ({ body: { text: 'card', blocks: [actions(button('Next'))] } });
    const card = await place('ada').command('/guide');
    app.on.block_actions = ({ response_url }) => {
      void app.respond(response_url, { replace_original: true, text: 'the next page' });
      return {};
    };
    await card.press('Next');
    await app.slack.settled();
    await place('ben').command('/guide');
    const asked = app.slack.requests.length;
    app.on['/guide'] = () => ({ status: 500 });
    await app.slack.refreshAnswers();
    expect(app.slack.requests.length).toBe(asked + 1);
    expect(seen('ada')).toEqual(['old all for ada', 'the next page']);
    expect(place('ben').lastMessage().buttons()).toEqual(['Next']);
  });

  it('keeps the buttons of an unchanged answer', async () => {
    app.on['/guide'] = () => ({ body: { text: 'card', blocks: [actions(button('Next'))] } });
    const card = await place('ada').command('/guide');
    const before = card.blocks;
    await app.slack.refreshAnswers();
    expect(card.blocks).toBe(before);
  });
});
