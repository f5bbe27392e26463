import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkMessage, checkView } from '../src/index.js';
import { actions, button, plain, section } from './fake-app.js';

function x(length: number): string {
  return 'x'.repeat(length);
}
function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
function mrkdwn(text: string) {
  return { type: 'mrkdwn', text };
}
function option(value: string, more: object = {}) {
  return { text: plain(value), value, ...more };
}
function select(more: object) {
  return actions({ type: 'static_select', action_id: 's', options: [option('a')], ...more });
}
function confirming(more: object) {
  return actions(
    button('Go', 'go', {
      confirm: { title: plain('t'), text: plain('t'), confirm: plain('y'), deny: plain('n'), ...more },
    }),
  );
}
function input(element: object, more: object = {}) {
  return {
    type: 'input',
    label: plain('l'),
    element: { action_id: 'i', ...element },
    ...more,
  };
}
function modal(more: object) {
  return {
    type: 'modal',
    title: plain('t'),
    submit: plain('s'),
    blocks: [section('x')],
    ...more,
  };
}
function messageOf(...blocks: object[]) {
  return checkMessage({ text: 'x', blocks })?.error;
}
function viewOf(more: object) {
  return checkView(modal(more), 'modal').length > 0 ? 'refused' : undefined;
}

/** Slack's limit, a function that checks something of n characters or items, and the smallest n that it can be made of. */
const limits: [string, number, (n: number) => string | undefined, number?][] = [
  ['blocks of a message', 50, (n) => messageOf(...times(n, () => section('x')))],
  ['blocks of a modal', 100, (n) => viewOf({ blocks: times(n, () => section('x')) })],
  ['elements of actions', 25, (n) => messageOf(actions(...times(n, (index) => button('x', `v${index}`))))],
  ['elements of context', 10, (n) => messageOf({ type: 'context', elements: times(n, () => plain('x')) })],
  ['fields of a section', 10, (n) => messageOf({ type: 'section', fields: times(n, () => plain('x')) })],
  [
    'options of an overflow menu',
    5,
    (n) => messageOf(actions({ type: 'overflow', action_id: 'o', options: times(n, (index) => option(`o${index}`)) })),
  ],
  ['options of a select', 100, (n) => messageOf(select({ options: times(n, (index) => option(`o${index}`)) }))],
  [
    'checkboxes',
    10,
    (n) =>
      messageOf(actions({ type: 'checkboxes', action_id: 'o', options: times(n, (index) => option(`o${index}`)) })),
  ],
  [
    'radio buttons',
    10,
    (n) =>
      messageOf(actions({ type: 'radio_buttons', action_id: 'o', options: times(n, (index) => option(`o${index}`)) })),
  ],
  ["characters of a section's text", 3000, (n) => messageOf(section(x(n)))],
  ['characters of a field', 2000, (n) => messageOf({ type: 'section', fields: [mrkdwn(x(n))] })],
  ['characters of a header', 150, (n) => messageOf({ type: 'header', text: plain(x(n)) })],
  ['characters of a button', 75, (n) => messageOf(actions(button(x(n), 'v')))],
  ["characters of a button's value", 2000, (n) => messageOf(actions(button('x', 'v', { value: x(n) })))],
  [
    "characters of a button's address",
    3000,
    (n) => messageOf(actions(button('x', 'v', { url: `https://e.com/${x(n - 14)}` }))),
    15,
  ],
  ['characters of an action_id', 255, (n) => messageOf(actions(button('x', 'v', { action_id: x(n) })))],
  ['characters of a block_id', 255, (n) => messageOf({ ...section('x'), block_id: x(n) })],
  ['characters of a placeholder', 150, (n) => messageOf(select({ placeholder: plain(x(n)) }))],
  ["characters of an option's value", 150, (n) => messageOf(select({ options: [{ text: plain('a'), value: x(n) }] }))],
  ["characters of an option's text", 75, (n) => messageOf(select({ options: [{ text: plain(x(n)), value: 'a' }] }))],
  [
    "characters of an option's description",
    75,
    (n) => messageOf(select({ options: [option('a', { description: plain(x(n)) })] })),
  ],
  [
    'characters of alt text',
    2000,
    (n) => messageOf({ type: 'image', image_url: 'https://e.com/i.png', alt_text: x(n) }),
  ],
  ["characters of a confirm dialog's title", 100, (n) => messageOf(confirming({ title: plain(x(n)) }))],
  ["characters of a confirm dialog's text", 300, (n) => messageOf(confirming({ text: plain(x(n)) }))],
  ["characters of a confirm dialog's button", 30, (n) => messageOf(confirming({ confirm: plain(x(n)) }))],
  [
    'characters of an input label',
    2000,
    (n) => viewOf({ blocks: [input({ type: 'plain_text_input' }, { label: plain(x(n)) })] }),
  ],
  ['characters of a modal title', 24, (n) => viewOf({ title: plain(x(n)) })],
  ['characters of a submit button', 24, (n) => viewOf({ submit: plain(x(n)) })],
  ['characters of a close button', 24, (n) => viewOf({ close: plain(x(n)) })],
  ['characters of private_metadata', 3000, (n) => viewOf({ private_metadata: x(n) })],
  ['characters of a callback_id', 255, (n) => viewOf({ callback_id: x(n) })],
  ['characters of a markdown block', 12_000, (n) => messageOf({ type: 'markdown', text: x(n) })],
  [
    'characters of all blocks together, as JSON with the values of buttons',
    12_500,
    (n) => {
      const row = actions(
        ...times(5, (each) => button(`Button ${each}`, `${each}${x(1_900)}`, { action_id: `press-${each}` })),
      );
      const rest = n - JSON.stringify([row, section('')]).length;
      return messageOf(row, section(x(rest)));
    },
    10_500,
  ],
];

describe("Slack's limits", () => {
  it.each(limits)('%s: %i is accepted, one more refused', (_, max, check) => {
    expect(check(max)).toBeUndefined();
    expect(check(max + 1)).toBeDefined();
  });

  it.each(limits)('%s: anything up to %i is accepted and anything above refused', (_, max, check, least = 1) => {
    fc.assert(
      fc.property(fc.integer({ min: least, max }), (n) => check(n) === undefined),
      { numRuns: 10 },
    );
    fc.assert(
      fc.property(fc.integer({ min: max + 1, max: max + 500 }), (n) => check(n) !== undefined),
      { numRuns: 10 },
    );
  });

  it('are reported with a JSON pointer', () => {
    const blocks = [section('x'), actions(button('Go', 'go', { style: 'loud' }))];
    expect(checkMessage({ text: 'x', blocks })).toEqual({
      error: 'invalid_blocks',
      messages: ['must be a valid enum value: primary, danger [json-pointer:/blocks/1/elements/0/style]'],
    });
  });
});

describe('what Slack refuses', () => {
  const refused: [string, object][] = [
    ['an empty text', section('')],
    ['an unknown block', { type: 'sektion', text: plain('x') }],
    ['a block without type', { text: plain('x') }],
    ['an unknown field', { ...section('x'), colour: 'red' }],
    ['a section with neither text nor fields', { type: 'section' }],
    ['mrkdwn in a header', { type: 'header', text: mrkdwn('x') }],
    ['mrkdwn on a button', actions({ ...button('x'), text: mrkdwn('x') })],
    ['emoji in mrkdwn', { type: 'section', text: { ...mrkdwn('x'), emoji: true } }],
    ['an actions block without elements', actions()],
    ['a text input in an actions block', actions({ type: 'plain_text_input', action_id: 'x' })],
    ['a button in an input block', input({ type: 'button', text: plain('x') })],
    ['an invalid URL', actions(button('x', 'v', { url: 'www.example.com' }))],
    ['an initial option that is not offered', select({ initial_option: option('b') })],
    [
      'no initial options at all',
      actions({ type: 'checkboxes', action_id: 'c', options: [option('a')], initial_options: [] }),
    ],
    ['options and groups together', select({ option_groups: [{ label: plain('g'), options: [option('a')] }] })],
    ['an option value used twice', select({ options: [option('a'), option('a')] })],
    ['an invalid date', actions({ type: 'datepicker', action_id: 'd', initial_date: '20.11.2026' })],
    [
      'a confirm dialog without a way back',
      actions(button('x', 'v', { confirm: { title: plain('t'), text: plain('t') } })),
    ],
    ['an image without alt text', { type: 'image', image_url: 'https://e.com/i.png' }],
  ];
  it.each(refused)('%s', (_, block) => {
    expect(messageOf(block)).toBe('invalid_blocks');
  });

  it('the same block_id twice, and the same action_id twice in one block', () => {
    const twice = { ...section('x'), block_id: 'same' };
    expect(messageOf(twice, twice)).toBe('invalid_blocks');
    expect(messageOf(actions(button('a', 'v'), button('b', 'v')))).toBe('invalid_blocks');
    expect(messageOf(actions(button('a', 'v')), actions(button('b', 'v')))).toBeUndefined();
  });

  it('markdown blocks in views, and inputs in a modal without submit', () => {
    expect(viewOf({ blocks: [{ type: 'markdown', text: 'x' }] })).toBe('refused');
    const { submit: _submit, ...without } = modal({ blocks: [input({ type: 'plain_text_input' })] });
    expect(checkView(without, 'modal')).toEqual(['missing required field: submit [json-pointer:/view]']);
  });

  it('a view of another type than asked for', () => {
    expect(checkView(modal({}), 'home')).not.toEqual([]);
    expect(checkView({ type: 'home', blocks: [section('x')] }, 'home')).toEqual([]);
  });

  it('nothing of a message that uses every kind of block and element', () => {
    const element = {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'x', style: { bold: true } },
        { type: 'emoji', name: 'wave' },
      ],
    };
    const blocks = [
      { type: 'header', text: { ...plain('Title'), emoji: true } },
      { ...section('x'), accessory: { type: 'image', image_url: 'https://e.com/i.png', alt_text: 'i' } },
      { type: 'divider' },
      {
        type: 'rich_text',
        elements: [
          element,
          { type: 'rich_text_list', style: 'bullet', elements: [element] },
          { type: 'rich_text_quote', elements: element.elements },
        ],
      },
      actions(
        button('Go', 'go', {
          style: 'danger',
          confirm: { title: plain('t'), text: mrkdwn('t'), confirm: plain('y'), deny: plain('n') },
        }),
        { type: 'users_select', action_id: 'u' },
        { type: 'conversations_select', action_id: 'c', filter: { include: ['public'] } },
        { type: 'channels_select', action_id: 'h' },
        { type: 'external_select', action_id: 'e', min_query_length: 0 },
        { type: 'datepicker', action_id: 'd', initial_date: '2026-11-20' },
      ),
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'f',
            positive_button: { text: plain('y'), value: '1' },
            negative_button: { text: plain('n'), value: '0' },
          },
        ],
      },
      { type: 'context', elements: [mrkdwn('x'), { type: 'image', image_url: 'https://e.com/i.png', alt_text: 'i' }] },
    ];
    expect(checkMessage({ text: 'x', blocks })).toBeUndefined();
  });

  it('never fails on nonsense, and never accepts it silently as blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.anything(), { minLength: 1, maxLength: 5 }), (blocks) => {
        expect(checkMessage({ text: 'x', blocks })?.error).toBe('invalid_blocks');
      }),
    );
  });
});
