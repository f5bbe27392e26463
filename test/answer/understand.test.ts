import { describe, expect, it } from '@jest/globals';
import { commands, understand } from '../../src/answer/understand.js';

function read(text: string): [string | undefined, string] {
  const { command, rest } = understand(text, commands);
  return [command?.usage, rest];
}

describe('understanding what a person typed', () => {
  it.each([
    ['', 'help', ''],
    ['  ', 'help', ''],
    ['HELP', 'help', ''],
    ['?', 'help', ''],
    ['topics', 'topics', ''],
    ['checklists', 'checklists', ''],
    ['checklist', 'checklists', ''],
    ['open checklists', 'checklists', ''],
    ['checklists in this channel', 'checklists', ''],
    ['runbooks', 'checklists', ''],
    ['checklists shop-api 2.4', 'checklists <name>', 'shop-api 2.4'],
    ['find checklists shop-api', 'checklists <name>', 'shop-api'],
    ['checklists archived', 'checklists <name>', 'archived'],
    ['show me the archived checklists', 'checklists <name>', 'archived'],
    ['checklist paas', 'checklist <topic>', 'paas'],
    ['checklist release: shop-api service=shop', 'checklist <topic>', 'release: shop-api service=shop'],
    ['checklist: paas', 'checklist <topic>', 'paas'],
    ['checklist for going live', 'checklist <topic>', 'going live'],
    ['Checklist for the going live', 'checklist <topic>', 'going live'],
    ['show me the checklist for https', 'checklist <topic>', 'https'],
    ['going live checklist', 'checklist <topic>', 'going live'],
    ['search', 'search', ''],
    ['Search the guide', 'search', ''],
    ['topics?', 'topics', ''],
    ['show me all topics', 'topics', ''],
    ['help!', 'help', ''],
    ['help me', 'help', ''],
    ['list the checklists', 'checklists', ''],
    ['what’s the checklist for going live?', 'checklist <topic>', 'going live'],
    ['checklists for going live', 'checklist <topic>', 'going live'],
    ['paas checklist please', 'checklist <topic>', 'paas'],
    ['the docker checklist', 'checklist <topic>', 'docker'],
    ['checklist going live: shop-api 2.4', 'checklist <topic>', 'going live: shop-api 2.4'],
    ['checklist: going live: shop-api', 'checklist <topic>', 'going live: shop-api'],
    ['going live checklist: shop-api 2.4', 'checklist <topic>', 'going live: shop-api 2.4'],
    ['checklist on call', 'checklist <topic>', 'on call'],
    ['checklist on the cache', 'checklist <topic>', 'cache'],
    ['runbook outage', 'runbook <topic>', 'outage'],
    ['start the runbook for a release: shop-api 2.4', 'runbook <topic>', 'release: shop-api 2.4'],
    ['our outage runbook please', 'runbook <topic>', 'outage'],
  ])('%j is a command', (text, usage, rest) => {
    expect(read(text)).toEqual([usage, rest]);
  });

  it.each([
    'help me deploy to Heroku',
    'how do I write a checklist',
    'what is a good launch checklist',
    'do we have a deployment checklist?',
    'search for logs',
    'search logs',
    'how do I search the guide',
    'topics in celery',
    'what is a checklist for',
    'checklists are annoying',
    'what is a runbook',
    'how do I write an outage runbook',
    'write a runbook',
  ])('%j is a question', (text) => {
    expect(read(text)).toEqual([undefined, text]);
  });

  it('keeps the lines of a question, because a log was pasted if they look like one, but not of a command', () => {
    expect(read('how do I\n  roll   back?\r\n')).toEqual([undefined, 'how do I\n roll back?']);
    expect(read('list\n topics')).toEqual(['topics', '']);
  });
});
