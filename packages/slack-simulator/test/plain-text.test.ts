import { describe, expect, it } from '@jest/globals';
import { plainTextOf, readMrkdwn } from '../src/index.js';
import { actions, button, plain, section } from './fake-app.js';

describe('readMrkdwn', () => {
  it.each([
    ['*bold* and _slanted_ and ~gone~', 'bold and slanted and gone'],
    ['*<https://example.com/a_b_c|Read _it_>*', 'Read _it_'],
    ['snake_case_name, 2 * 3 * 4', 'snake_case_name, 2 * 3 * 4'],
    ['run `make *all*` now', 'run make *all* now'],
    ['```a *b*\n_c_```', 'a *b*\n_c_'],
    ['<https://example.com>', 'https://example.com'],
    ['ticked by <@U1|ada> <!date^1763640000^{time}|at noon>', 'ticked by @ada at noon'],
    ['<#C1|general> <!channel>', '#general @channel'],
    ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
    ['*a `b_c_d` e*', 'a b_c_d e'],
  ])('reads %s', (mrkdwn, read) => {
    expect(readMrkdwn(mrkdwn)).toBe(read);
  });
});

describe('plainTextOf', () => {
  it('returns what a reader sees, with buttons in brackets', () => {
    const blocks = [
      { type: 'header', text: plain('Servers') },
      { ...section('*One*'), accessory: button('Done') },
      { type: 'section', fields: [plain('left'), plain('right')] },
      {
        type: 'context',
        elements: [plain('3 of 7'), { type: 'image', image_url: 'https://e.com/i.png', alt_text: 'bar' }],
      },
      { type: 'divider' },
      actions(button('Share'), button('Read')),
      { type: 'input', label: plain('Note'), element: { type: 'plain_text_input', placeholder: plain('why') } },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] },
              { type: 'rich_text_section', elements: [{ type: 'link', url: 'https://e.com', text: 'second' }] },
            ],
          },
        ],
      },
    ];
    expect(plainTextOf(blocks)).toBe(
      'Servers\nOne\n[Done]\nleft\nright\n3 of 7 [image: bar]\n[Share] [Read]\nNote\n[why]\n1. first\n2. second',
    );
  });
});
