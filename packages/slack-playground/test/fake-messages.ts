export function mrkdwn(text: string) {
  return { type: 'mrkdwn', text };
}
export function plain(text: string) {
  return { type: 'plain_text', text, emoji: true };
}
export function button(label: string, action_id: string, value: string, more: object = {}) {
  return {
    type: 'button',
    text: plain(label),
    action_id,
    value,
    ...more,
  };
}

/** A private answer of a guide, with buttons to other pages. */
export function pageCard(question: string) {
  const title = question === 'databases' ? 'Databases' : 'Static content';
  return {
    text: `${title}: an answer to your question`,
    blocks: [
      { type: 'header', text: plain(title) },
      { type: 'context', elements: [mrkdwn('Deployment › Web servers › *Static content*')] },
      {
        type: 'section',
        text: mrkdwn(
          'CSS, JavaScript and images do not change between requests, so a *web server* or a content delivery network serves them faster than `gunicorn` can. See <https://example.com/static?a=1&amp;b=2|the chapter on static content>.',
        ),
      },
      {
        type: 'section',
        text: mrkdwn(
          '*Collecting the files*\n&gt; Run `python manage.py collectstatic` during the release, never at start-up.\n&gt; The files end up in `STATIC_ROOT`.\n• one folder\n• one address\n```STATIC_URL = "/static/"\nSTATIC_ROOT = BASE_DIR / "static"```',
        ),
      },
      { type: 'divider' },
      { type: 'section', text: mrkdwn('*What do you want to learn next?*') },
      {
        type: 'actions',
        elements: [
          button(':package: Databases', 'next', 'databases'),
          button('How do I put a content delivery network in front of my files?', 'next', 'cdn'),
          button('WhiteNoise', 'link', 'whitenoise', { url: 'https://example.com/whitenoise' }),
        ].map((one, index) => ({
          ...one,
          action_id: one.action_id === 'next' && index > 0 ? `next${index}` : one.action_id,
        })),
      },
      {
        type: 'actions',
        elements: [
          button('Checklist (3 items)', 'post', 'x', { style: 'primary' }),
          button('Ask me for details', 'open', 'x'),
          button('Take your time', 'slow', 'x'),
          button('Never answer', 'never', 'x', { style: 'danger', confirm: sure }),
        ],
      },
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'good-or-bad',
            positive_button: { text: plain('This helped'), value: 'good' },
            negative_button: { text: plain('This did not help'), value: 'bad' },
          },
          { type: 'icon_button', action_id: 'bin', icon: 'trash', text: plain('Take it away') },
        ],
      },
      { type: 'context', elements: [mrkdwn('Other matches: Web servers, Content delivery networks')] },
    ],
  };
}

const sure = {
  title: plain('Are you sure?'),
  text: mrkdwn('This *cannot* be undone.'),
  confirm: plain('Do it'),
  deny: plain('Rather not'),
  style: 'danger',
};

const items = [
  'Turn debug mode off',
  'Put the secret key in the environment',
  'Try the backup: restore it once on another machine',
];
let drawing = 0;

/** A checklist with a button for each item. Every update has new block ids, because clients keep old states by block id. */
export function checklistMessage(done: ReadonlySet<number>) {
  drawing += 1;
  return {
    text: `Going live: ${done.size} of ${items.length} done`,
    blocks: [
      { type: 'header', text: plain(done.size === items.length ? ':tada: Going live: complete' : 'Going live') },
      { type: 'context', elements: [mrkdwn(`${done.size} of ${items.length} done`)] },
      ...items.map((item, index) => ({
        type: 'section',
        block_id: `item-${index}-${drawing}`,
        text: mrkdwn(
          done.has(index)
            ? `:white_check_mark: ~${item}~\nDone by <@U0ADA00001> <!date^1795179600^{date_short_pretty} at {time}|at noon>`
            : `:white_large_square: ${item}`,
        ),
        accessory: button(done.has(index) ? 'Reopen' : 'Done', 'tick', `${index} ${done.has(index) ? 'open' : 'done'}`),
      })),
    ],
  };
}

export const options = ['Heroku', 'Dokku', 'App Engine'].map((name) => ({
  text: plain(name),
  value: name.toLowerCase().replace(' ', '-'),
}));

/** One of each block and element, with texts that are too long to fit. */
export const everyBlock = [
  {
    type: 'header',
    text: plain(
      'A heading so long that it must wrap on a narrow screen, and on a wide one it still should look like a heading :rocket:',
    ),
  },
  {
    type: 'section',
    text: mrkdwn(
      '*Bold*, _italic_, ~struck~, `code &lt;tag&gt;`, *_both_*, a:b:c, :unknown_name:, :tada: 5 &amp; 6 &lt; 7, <@U0ADA00001> and <@U0BEN00002> in <#C0DEPLOY02>, https://example.com/a_b_c?d=1&amp;e=2. Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis',
    ),
  },
  {
    type: 'section',
    fields: [
      '*Host*\nheroku.com',
      '*Region*\neu-west-1',
      '*Very long name of a field that wraps*\nvalue',
      '*Disk*\nephemeral',
    ].map(mrkdwn),
  },
  {
    type: 'section',
    text: mrkdwn(
      'A section with an overflow menu beside a text that is long enough to wrap around it twice, or even three times on a telephone.',
    ),
    accessory: {
      type: 'overflow',
      action_id: 'more',
      options: [...options, { text: plain('Read the page'), value: 'read', url: 'https://example.com/' }],
    },
  },
  {
    type: 'section',
    text: mrkdwn('A select:'),
    accessory: { type: 'static_select', action_id: 'pick', options, placeholder: plain('Choose a platform') },
  },
  { type: 'divider' },
  {
    type: 'image',
    image_url: 'https://example.com/plan.png',
    alt_text: 'A plan of the servers',
    title: plain('The plan'),
  },
  {
    type: 'context',
    elements: [
      { type: 'image', image_url: 'https://example.com/i.png', alt_text: 'icon' },
      mrkdwn('Shared by <@U0CHIKA003> · <!date^1795179600^{date_long}|some day>'),
    ],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Rich ' },
          { type: 'text', text: 'text', style: { bold: true, italic: true } },
          { type: 'emoji', name: 'wave' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: ['first', 'second'].map((text) => ({
          type: 'rich_text_section',
          elements: [{ type: 'text', text }],
        })),
      },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: '$ git push dokku main' }] },
    ],
  },
  {
    type: 'actions',
    elements: [
      { type: 'checkboxes', action_id: 'boxes', options },
      { type: 'radio_buttons', action_id: 'radios', options },
      { type: 'datepicker', action_id: 'day', initial_date: '2026-11-20' },
    ],
  },
  {
    type: 'actions',
    elements: [
      { type: 'users_select', action_id: 'u', placeholder: plain('Who?') },
      { type: 'channels_select', action_id: 'c', placeholder: plain('Where?') },
      { type: 'timepicker', action_id: 'time', placeholder: plain('At what time?'), initial_time: '14:30' },
      { type: 'external_select', action_id: 'page', placeholder: plain('Find a page'), min_query_length: 2 },
      { type: 'multi_static_select', action_id: 'several', placeholder: plain('Several platforms'), options },
      { type: 'multi_users_select', action_id: 'crew', placeholder: plain('Who comes?'), max_selected_items: 2 },
      { type: 'datetimepicker', action_id: 'moment', initial_date_time: 1_795_179_600 },
      {
        type: 'multi_conversations_select',
        action_id: 'rooms',
        placeholder: plain('Which rooms?'),
        filter: { include: ['public', 'im'], exclude_bot_users: true },
      },
    ],
  },
];

/** The maximum number of blocks in a message. */
export const manyBlocks = Array.from({ length: 50 }, (_, index) =>
  index % 2 === 0
    ? {
        type: 'section',
        text: mrkdwn(`*Item ${index / 2 + 1}*: a line of a long checklist`),
        accessory: button('Done', `done-${index}`, 'x'),
      }
    : { type: 'context', elements: [mrkdwn('_open_ · nobody has taken it')] },
);

/** The options of an external select. */
export function optionsFor(typed: string) {
  return ['Static files', 'Static sites', 'Databases', 'Domains and DNS']
    .filter((page) => page.toLowerCase().includes(typed.toLowerCase()))
    .map((page) => ({ text: plain(page), value: page.toLowerCase().replaceAll(' ', '-') }));
}
