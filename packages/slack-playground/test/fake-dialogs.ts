import { button, mrkdwn, options, plain } from './fake-messages.js';

/** `depth` counts the dialogs below it. */
export function dialogView(depth = 0) {
  return {
    type: 'modal',
    title: plain(depth === 0 ? 'Details' : `Details ${depth + 1}`),
    submit: plain('Send'),
    close: plain('Cancel'),
    callback_id: 'details',
    blocks: [
      {
        type: 'section',
        text: mrkdwn('Tell *Guidepost* what you run, and it finds the page.'),
        accessory: button('One more', 'push', String(depth + 1)),
      },
      {
        type: 'input',
        block_id: 'name',
        label: plain('Name'),
        hint: plain('At least three letters.'),
        element: { type: 'plain_text_input', action_id: 'text', placeholder: plain('shop-backend') },
      },
      {
        type: 'input',
        block_id: 'where',
        label: plain('Platform'),
        optional: true,
        element: { type: 'static_select', action_id: 'select', options, placeholder: plain('Choose a platform') },
      },
      {
        type: 'input',
        block_id: 'what',
        label: plain('What it needs'),
        optional: true,
        element: {
          type: 'checkboxes',
          action_id: 'checks',
          options: options.map((one) => ({ ...one, description: plain('As described in the guide') })),
        },
      },
      {
        type: 'input',
        block_id: 'one',
        label: plain('Just one'),
        optional: true,
        element: { type: 'radio_buttons', action_id: 'radio', options },
      },
      {
        type: 'input',
        block_id: 'when',
        label: plain('When'),
        optional: true,
        element: { type: 'datepicker', action_id: 'date' },
      },
      {
        type: 'input',
        block_id: 'who',
        label: plain('Who'),
        optional: true,
        element: { type: 'users_select', action_id: 'user' },
      },
      {
        type: 'input',
        block_id: 'notes',
        label: plain('Notes'),
        optional: true,
        element: { type: 'plain_text_input', action_id: 'notes', multiline: true },
      },
    ],
  };
}

/** A search while typing, opened by a shortcut. */
export function searchView(words: string) {
  return {
    type: 'modal',
    title: plain('Search the guide'),
    submit: plain('Show'),
    close: plain('Cancel'),
    blocks: [
      ...(words === '' ? [] : [{ type: 'section', text: mrkdwn(`Looking for: ${words}`) }]),
      {
        type: 'input',
        block_id: 'name',
        label: plain('Page'),
        element: {
          type: 'external_select',
          action_id: 'page',
          placeholder: plain('Type to search'),
          min_query_length: 1,
        },
      },
      {
        type: 'input',
        block_id: 'pages',
        label: plain('More pages'),
        optional: true,
        element: { type: 'multi_external_select', action_id: 'pages', min_query_length: 1 },
      },
      {
        type: 'input',
        block_id: 'time',
        label: plain('At'),
        optional: true,
        element: { type: 'timepicker', action_id: 'time' },
      },
    ],
  };
}

/** App Home, which says how often it was published. */
export function homeView(visits: number) {
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: plain('Welcome') },
      { type: 'section', text: mrkdwn(`Drawn ${visits} times.`), accessory: button('Draw again', 'home-count', 'x') },
    ],
  };
}
