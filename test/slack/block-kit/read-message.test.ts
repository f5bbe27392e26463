import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeEntities } from '../../../src/slack/block-kit/mrkdwn/escape.js';
import { readMessage, readTyped } from '../../../src/slack/block-kit/mrkdwn/read-message.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const richText = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'typed' }] }],
};

describe('readMessage', () => {
  it.each([
    ['what a person typed, once', { text: 'typed', blocks: [richText] }, 'typed'],
    ['a message that has only its blocks', { text: '', blocks: [richText] }, 'typed'],
    ['no format', { text: 'do we *ship* _the last_ ~image~ :rocket: (*now*)?' }, 'do we ship the last image (now)?'],
    ['names with underscores', { text: 'set MAX_CONN_AGE and a*b*c' }, 'set MAX_CONN_AGE and a*b*c'],
    ['a bold name with underscores', { text: '*E_FROZEN*: nothing ships' }, 'E_FROZEN: nothing ships'],
    ['code in a line', { text: 'what is `E_FROZEN` in `*.log` and `*.txt`?' }, 'what is E_FROZEN in *.log and *.txt?'],
    ['times and addresses', { text: 'at 10:20:30 on a:b:c' }, 'at 10:20:30 on a:b:c'],
    ['code, with its lines', { text: 'look:```a\nb```' }, 'look:\na\nb'],
    [
      'the blocks of a bot',
      {
        text: 'Alert',
        blocks: [
          { type: 'header', text: plain('Alert') },
          { type: 'section', fields: [plain('disk'), plain('full')] },
        ],
      },
      'Alert\ndisk\nfull',
    ],
    [
      'attachments',
      {
        text: '',
        attachments: [
          {
            pretext: 'Look:',
            title: 'Disk',
            text: 'is full',
            fields: [{ title: 'Host', value: 'db-1' }],
            fallback: 'no',
          },
        ],
      },
      'Look:\nDisk\nis full\nHost: db-1',
    ],
    [
      'the fallback, if there is nothing else',
      { attachments: [{ fallback: 'Disk full', color: 'danger' }] },
      'Disk full',
    ],
    [
      'blocks in attachments',
      { attachments: [{ blocks: [{ type: 'section', text: plain('Disk full') }], fallback: '[no preview]' }] },
      'Disk full',
    ],
    [
      'a forwarded message',
      { text: '', attachments: [{ message_blocks: [{ message: { blocks: [richText] } }] }] },
      'typed',
    ],
    [
      'a table',
      {
        blocks: [
          {
            type: 'table',
            rows: [
              [
                { type: 'raw_text', text: 'disk' },
                { type: 'raw_text', text: 'full' },
              ],
            ],
          },
        ],
      },
      'disk\nfull',
    ],
    ['a snippet', { text: '', files: [{ name: 'log.txt', preview: 'Disk full' }] }, 'Disk full'],
    [
      'a picture with a description',
      { text: '', files: [{ name: 'image.png', alt_txt: 'A full disk' }] },
      'A full disk',
    ],
    ['nothing of a picture', { text: '', files: [{ name: 'image.png', title: 'image.png' }] }, ''],
    [
      'nothing of buttons',
      { blocks: [{ type: 'actions', elements: [{ type: 'button', text: plain('Silence') }] }] },
      '',
    ],
  ])('reads %s', (_, message, text) => {
    expect(readMessage(message)).toBe(text);
  });

  it('reads anything, whatever a bot sends', () => {
    const message = fc.record(
      {
        text: fc.anything(),
        blocks: fc.array(fc.dictionary(fc.constantFrom('type', 'text', 'elements', 'fields', 'rows'), fc.anything())),
        attachments: fc.anything(),
        files: fc.anything(),
      },
      { requiredKeys: [] },
    );
    expect(readMessage({ blocks: [{ type: [{ toString: 1 }], text: 'said' }] })).toContain('said');
    fc.assert(fc.property(message, (any) => typeof readMessage(any) === 'string'));
  });

  it('keeps every word that was typed', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        expect(
          readMessage({ text: escapeEntities(words.join(' ')) })
            .split(' ')
            .filter(Boolean),
        ).toEqual(words);
      }),
    );
  });
});

describe('readTyped', () => {
  it.each([
    ['<@U0BOT> how do I roll back?', 'how do I roll back?'],
    ['<@U0BOT|guidepost>: roll back', 'roll back'],
    ['Hey <@U0BEN> and <!here>, ask <@U0BOT> about logs', 'Hey and , ask about logs'],
    ['<@U0BOT> in <#C1|deployments> or <#C2|>', 'in deployments or'],
    ['<@U0BOT> open <https://example.com/a?b=1&amp;c|the page>', 'open the page'],
    ['<@U0BOT> open <https://example.com/a?b=1&amp;c>', 'open https://example.com/a?b=1&c'],
    ['<@U0BOT> is a &lt; b &amp;&amp; c?', 'is a < b && c?'],
    ['<@U0BOT>\nError: no space\n  left', 'Error: no space\n left'],
    ['<@U0BOT> &lt;@U0BEN&gt;', '<@U0BEN>'],
    ['<@U0BOT>', ''],
  ])('reads %j', (text, typed) => {
    expect(readTyped(text)).toBe(typed);
  });

  it('keeps every word that was typed', () => {
    const words = (text: string) => text.split(/[\s,:;]+/).filter((word) => word !== '');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(words(readTyped(`<@U0BOT> ${escapeEntities(text)}`))).toEqual(words(text));
      }),
    );
  });
});
