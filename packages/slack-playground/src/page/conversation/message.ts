import type { Block, JsonObject, Message, WorkspaceView } from '../../protocol.js';
import { type Actor, surfaceSignature, type WindowState } from '../actions.js';
import { drawBlocks } from '../blocks/blocks.js';
import { type SurfaceContext, surfaceContext } from '../blocks/surface-context.js';
import { avatar, element, icon } from '../dom/element.js';
import { menuButton } from '../dom/menu.js';
import type { Row } from '../dom/redraw.js';
import { asObjects, asText } from '../json.js';
import { drawMrkdwn } from '../mrkdwn/draw.js';
import { formatDate } from '../mrkdwn/format-date.js';

export interface MessageParts extends MessageHandlers {
  readonly workspace: WorkspaceView;
  readonly message: Message;
  /** Shown as a line below the message in a channel. Empty in the thread panel. */
  readonly replies: readonly Message[];
  /** Follows another message by the same author, so name and picture are left out. */
  readonly isContinued: boolean;
  /** The first message of a thread can be shown in the channel and in the thread panel at the same time. */
  readonly scope: 'channel' | 'thread';
}

/** A message as a row of a list. It is redrawn when anything visible changes. */
export function messageRow(parts: MessageParts): Row {
  const { workspace, message, replies, isContinued, state } = parts;
  const key = `${message.channel}/${message.ts}`;
  const lastReply = replies.at(-1)?.ts;
  return {
    key,
    signature: JSON.stringify([
      message,
      replies.length,
      lastReply,
      isContinued,
      workspace.shortcuts,
      ...surfaceSignature(workspace, state, key),
    ]),
    make: () => drawMessage(parts),
  };
}

function drawMessage(parts: MessageParts): HTMLElement {
  const { workspace, message, isContinued, state, scope } = parts;
  const { author, channel, ts } = message;
  const key = `${channel}/${ts}`;
  const name = authorName(workspace, message);
  const failure = state.failures.get(key);
  const classes = [
    'message',
    isContinued && 'is-continued',
    message.visibleTo !== undefined && 'is-private',
    message.error !== undefined && 'is-system',
  ];
  const article = element(
    'article',
    { class: classes.filter(Boolean).join(' '), tabindex: -1, 'aria-label': `${name}, ${clockTime(ts)}` },
    message.visibleTo !== undefined && element('p', { class: 'only-you' }, icon('eye'), 'Only visible to you'),
    isContinued ? time(ts, 'message-gutter-time') : avatar({ ...author, name }),
    element(
      'div',
      { class: 'message-main' },
      !isContinued &&
        element(
          'header',
          { class: 'message-head' },
          element('span', { class: 'message-author' }, name),
          (author.kind === 'app' || author.kind === 'bot') && element('span', { class: 'badge' }, 'APP'),
          time(ts, 'message-time'),
        ),
      drawContent(parts),
      failure !== undefined && element('p', { class: 'failure', role: 'alert' }, icon('warning'), failure),
      drawThreadLine(parts),
    ),
    drawMessageActions(parts),
  );
  article.dataset.part = `${scope} ${key}`;
  article.dataset.ts = ts;
  return article;
}

export function authorName({ people, app }: WorkspaceView, { author }: Pick<Message, 'author'>): string {
  if (author.kind === 'app') return app.name;
  return people.find(({ id }) => id === author.id)?.realName ?? author.name;
}

function drawContent({ workspace, message, state, act, scope }: MessageParts): HTMLElement {
  const surface = { kind: 'message', channel: message.channel, ts: message.ts } as const;
  const context = surfaceContext({ workspace, surface, state, act, scope: scope === 'thread' ? 'thread-' : '' });
  const more = drawAttached(message, context);
  if (message.blocks.length > 0) return element('div', {}, drawBlocks(message.blocks, context), ...more);
  const text = element(
    'div',
    { class: 'text message-text' },
    drawMrkdwn(message.text, context.names),
    message.editedTs !== undefined && element('span', { class: 'edited' }, ' (edited)'),
  );
  return element('div', {}, message.text === '' ? false : text, ...more);
}

function time(ts: string, className: string) {
  return element('time', { class: className, datetime: isoTime(ts), title: fullTime(ts) }, clockTime(ts));
}

/** What can be done with a message, and what the page knows about it. */
export interface MessageHandlers {
  readonly state: WindowState;
  readonly act: Actor;
  openThread(message: Message): void;
  viewJson(message: Message): void;
  copyLink(message: Message): void;
}

/** The small bar at the corner of a message, visible on hover and focus. */
export function drawMessageActions(parts: MessageParts): HTMLElement {
  const { workspace, message, scope, act, openThread, viewJson, copyLink } = parts;
  // Slack does not store ephemeral messages and its own error messages, so they have no replies, links or shortcuts.
  const isKept = message.visibleTo === undefined && message.author.kind !== 'slack';
  const { channel, ts } = message;
  const shortcuts = isKept ? workspace.shortcuts.filter(({ kind }) => kind === 'message') : [];
  return element(
    'div',
    { class: 'message-actions' },
    isKept &&
      scope === 'channel' &&
      element(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': 'Reply in thread',
          title: 'Reply in thread',
          'data-action': 'playground-reply',
          on: { click: () => openThread(message) },
        },
        icon('reply'),
      ),
    menuButton({
      label: 'More actions',
      content: icon('dots'),
      class: 'icon-button',
      attributes: { 'data-action': 'playground-more' },
      align: 'end',
      items: () => [
        ...shortcuts.map(({ callbackId, name }) => ({
          label: name,
          note: workspace.app.name,
          choose: () => void act.shortcut(callbackId, { channel, ts }),
        })),
        ...(isKept ? [{ label: 'Copy link', choose: () => copyLink(message) }] : []),
        { label: 'View JSON', choose: () => viewJson(message) },
      ],
    }),
  );
}

/** The line below a message with replies: who wrote them, how many there are, and a link to the thread. */
export function drawThreadLine({ workspace, message, replies, openThread }: MessageParts): HTMLElement | undefined {
  const last = replies.at(-1);
  if (!last) return undefined;
  const authors = [...new Map(replies.map(({ author }) => [author.id, author])).values()].slice(0, 3);
  return element(
    'button',
    {
      type: 'button',
      class: 'thread-line',
      'data-action': 'playground-thread',
      on: { click: () => openThread(message) },
    },
    element(
      'span',
      { class: 'thread-authors' },
      ...authors.map((author) => avatar({ ...author, name: authorName(workspace, { author }) })),
    ),
    element('span', { class: 'thread-count' }, replies.length === 1 ? '1 reply' : `${replies.length} replies`),
    element(
      'span',
      { class: 'thread-last' },
      `Last reply ${formatDate(secondsOf(last.ts), 'on {date_short_pretty} at {time}').replace(/^on (today|yesterday)/, '$1')}`,
    ),
    icon('right'),
  );
}

/** A Slack timestamp is the seconds since 1970, a dot, and a number that makes it unique. */
export function secondsOf(ts: string): number {
  return Number.parseInt(ts, 10);
}

export function clockTime(ts: string): string {
  return formatDate(secondsOf(ts), '{time}');
}

export function fullTime(ts: string): string {
  return formatDate(secondsOf(ts), '{date_long} at {time_secs}');
}

export function dayOf(ts: string): string {
  return formatDate(secondsOf(ts), '{date_long_pretty}');
}

export function isoTime(ts: string): string {
  return new Date(secondsOf(ts) * 1000).toISOString();
}

/** What hangs on a message, below its text: another app's attachments, files, and the app's link previews. */
function drawAttached({ attachments = [], files = [], unfurls = {} }: Message, context: SurfaceContext) {
  return [
    ...attachments.map((one) => drawAttachment(one, context)),
    ...files.map(({ name }) =>
      element('div', { class: 'attached-file' }, icon('image'), element('span', {}, asText(name) ?? 'File')),
    ),
    ...Object.entries(unfurls).map(([url, preview]) =>
      element(
        'div',
        { class: 'attached', 'data-url': url },
        drawBlocks(
          asObjects(preview.blocks).map((block): Block => ({ ...block, type: asText(block.type) ?? '' })),
          context,
        ),
      ),
    ),
  ];
}

function drawAttachment({ title, pretext, text, fields, color }: JsonObject, { names }: SurfaceContext) {
  const part = (value: string | undefined, className: string) =>
    value !== undefined && element('div', { class: className }, drawMrkdwn(value, names));
  const attachment = element(
    'div',
    { class: 'attached' },
    part(asText(title), 'text attached-title'),
    part(asText(text), 'text'),
    ...asObjects(fields).map((field) =>
      element(
        'div',
        { class: 'text attached-field' },
        element('strong', {}, asText(field.title) ?? ''),
        ` ${asText(field.value) ?? ''}`,
      ),
    ),
  );
  if (color === 'danger') attachment.classList.add('is-danger');
  return element('div', {}, part(asText(pretext), 'text'), attachment);
}
