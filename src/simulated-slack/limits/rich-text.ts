import { anything, boolean, byType, fields, integer, list, oneOf, string } from './check.js';
import { url } from './composition.js';

const type = string();
const style = fields(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
    underline: boolean,
  },
);
const styled = { style };

const inline = byType({
  text: fields({ type, text: string() }, styled),
  link: fields({ type, url }, { text: string(), unsafe: boolean, ...styled }),
  emoji: fields({ type, name: string() }, { unicode: string(), url, skin_tone: anything, ...styled }),
  user: fields({ type, user_id: string() }, styled),
  channel: fields({ type, channel_id: string() }, styled),
  usergroup: fields({ type, usergroup_id: string() }, styled),
  team: fields({ type, team_id: string() }, styled),
  broadcast: fields({ type, range: oneOf('here', 'channel', 'everyone') }, styled),
  color: fields({ type, value: string() }, styled),
  date: fields(
    { type, timestamp: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), format: string() },
    { url, fallback: string(), ...styled },
  ),
});
const border = { border: oneOf(0, 1) };
const section = fields({ type, elements: list(inline, { min: 0 }) });

/** What stands in a `rich_text` block: docs.slack.dev/reference/block-kit/blocks/rich-text-block. */
export const richTextElement = byType({
  rich_text_section: section,
  rich_text_list: fields(
    { type, elements: list(byType({ rich_text_section: section })), style: oneOf('bullet', 'ordered') },
    { indent: integer({ min: 0, max: 8 }), offset: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), ...border },
  ),
  rich_text_quote: fields({ type, elements: list(inline) }, border),
  rich_text_preformatted: fields({ type, elements: list(inline) }, { ...border, language: string() }),
});
