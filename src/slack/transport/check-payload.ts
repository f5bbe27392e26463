import { installationOf, installationOfEvent } from '../payload.js';
import type { Payload } from './read-request.js';

/**
 * Looks for what Slack would not send: a payload of an unknown kind, or a field that is missing, has another type, or is far longer
 * than Slack's. Bolt and the listeners read these fields without a check, and caches and rows are kept by ids: limits that count
 * entries hold only while an id is short.
 * @returns what is wrong, for the log, or undefined if nothing is
 */
export function flawOf(payload: Payload): string | undefined {
  const name = kindOf(payload);
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined) return `it is of an unknown kind (${JSON.stringify(name.slice(0, 50))})`;
  const odd = ROUTING.find((field) => field in payload && field !== kind.route) ?? kind.check(payload, '');
  if (odd !== undefined) return `its field "${odd}" is not what Slack sends`;
  return installationIn(payload, name) ? undefined : 'it names neither a workspace nor an organisation';
}

function kindOf({ command, type }: Payload): string {
  return typeof type === 'string' ? type : command === undefined ? '' : 'command';
}

/** Bolt tells the kinds apart by these fields first. Each kind has one of them at most. */
const ROUTING = ['event', 'command', 'name', 'actions'] as const;

function installationIn(payload: Payload, kind: string): string {
  try {
    return kind === 'event_callback' ? installationOfEvent(payload) : installationOf(payload);
  } catch {
    return '';
  }
}

/** Checks a value that stands at `path`. @returns the path of what is wrong, or undefined */
type Check = (value: unknown, path: string) => string | undefined;

function holds(condition: (value: unknown) => boolean): Check {
  return (value, path) => (condition(value) ? undefined : path);
}

function matches(pattern: RegExp): Check {
  return holds((value) => typeof value === 'string' && pattern.test(value));
}

/** May be left out. Forms and some payloads have an empty field instead. */
function optional(check: Check): Check {
  return (value, path) => (value === undefined || value === null || value === '' ? undefined : check(value, path));
}

/** May be left out, but must not be null, on which Bolt fails. */
function notNull(check: Check): Check {
  return (value, path) => (value === undefined ? undefined : check(value, path));
}

function fields(checks: Readonly<Record<string, Check>>): Check {
  const list = Object.entries(checks);
  return (value, path) => {
    if (!isObject(value)) return path;
    for (const [name, check] of list) {
      const odd = check(value[name], path === '' ? name : `${path}.${name}`);
      if (odd !== undefined) return odd;
    }
    return undefined;
  };
}

/** A list of things of one shape. */
function each(check: Check): Check {
  return holds((value) => Array.isArray(value) && value.every((one) => check(one, '') === undefined));
}

/** An object whose fields, whatever their names, are of one shape. */
function valuesOf(check: Check): Check {
  return holds((value) => isObject(value) && Object.values(value).every((one) => check(one, '') === undefined));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A person, channel, workspace or organisation. They begin with a capital letter and have about 11 characters; Slack sets no limit. */
const id = matches(/^[A-Z0-9]\w{0,99}$/);
/** Other ids, names and times: Slack allows 255 characters at most. Postgres stores neither NUL nor half a character. */
const short = matches(/^[^\0\p{Surrogate}]{0,255}$/u);
const object = holds(isObject);
const text = holds((value) => typeof value === 'string');
/** Seconds since 1970. */
const seconds = holds((value) => typeof value === 'number' && value >= 0 && value < 1e11);

const option = fields({ value: optional(text) });
/** What somebody entered in a field, or the choice that was pressed. */
const entered = {
  value: optional(text),
  selected_option: optional(option),
  selected_options: optional(each(option)),
  selected_user: optional(id),
  selected_conversation: optional(id),
  selected_date: optional(short),
};

const viewFields = {
  id: short,
  type: short,
  callback_id: short,
  private_metadata: text,
  hash: optional(short),
  root_view_id: optional(short),
  previous_view_id: optional(short),
  app_installed_team_id: optional(id),
  blocks: each(fields({ type: short, block_id: optional(short) })),
};
const state = fields({ values: valuesOf(valuesOf(fields(entered))) });
const view = fields({ ...viewFields, state: optional(state) });

/** Who did it, and in which workspace. */
const origin = {
  user: fields({ id, name: optional(short), username: optional(short), team_id: optional(id) }),
  team: optional(fields({ id })),
  enterprise: optional(fields({ id })),
  is_enterprise_install: optional(holds((value) => [true, false, 'true', 'false'].some((known) => known === value))),
  trigger_id: optional(short),
  response_url: optional(text),
  channel: notNull(fields({ id, name: notNull(short) })),
};

const action = fields({
  ...entered,
  type: short,
  action_id: short,
  block_id: optional(short),
  action_ts: optional(short),
  url: optional(text),
});

const isOrg = origin.is_enterprise_install;
const workspace = { team_id: optional(id), enterprise_id: optional(id), is_enterprise_install: isOrg };

/** Bolt looks into these fields of every event, also of those that no listener takes. */
const anyEvent = {
  type: short,
  user: notNull((value, path) => (typeof value === 'string' ? optional(id)(value, path) : fields({ id })(value, path))),
  channel: notNull((value, path) => (typeof value === 'string' ? optional(id)(value, path) : object(value, path))),
  item: notNull(object),
  subteam: notNull(object),
};
const homeOpened = fields({ ...anyEvent, user: id, view: optional(fields({ hash: optional(short) })) });

/** A message that mentions the app, or was written to it. */
const message = fields({
  ...anyEvent,
  channel: id,
  user: optional(id),
  ts: short,
  thread_ts: optional(short),
  text: optional(text),
  bot_id: optional(short),
  subtype: optional(short),
  channel_type: optional(short),
});
const linkShared = fields({
  ...anyEvent,
  user: optional(id),
  message_ts: optional(short),
  unfurl_id: optional(short),
  source: optional(short),
  links: optional(each(fields({ url: optional(text) }))),
});
/** Events whose listeners read more than Bolt does. */
const events: Readonly<Record<string, Check>> = {
  app_home_opened: homeOpened,
  app_mention: message,
  link_shared: linkShared,
  message,
};

interface Kind {
  readonly route?: (typeof ROUTING)[number];
  readonly check: Check;
}

const KINDS: Readonly<Record<string, Kind>> = {
  command: {
    route: 'command',
    check: fields({
      ...workspace,
      command: short,
      text: optional(text),
      channel_id: id,
      user_id: id,
      trigger_id: optional(short),
      response_url: optional(text),
    }),
  },
  block_actions: {
    route: 'actions',
    check: fields({
      ...origin,
      actions: (value, path) =>
        each(action)(value, path) ?? (Array.isArray(value) && value.length > 0 ? undefined : path),
      container: fields({ message_ts: optional(short), thread_ts: optional(short) }),
      view: notNull(view),
    }),
  },
  block_suggestion: {
    check: fields({ ...origin, action_id: short, block_id: short, value: text, view: notNull(view) }),
  },
  view_submission: { check: fields({ ...origin, view: fields({ ...viewFields, state }) }) },
  view_closed: { check: fields({ ...origin, view }) },
  shortcut: { check: fields({ ...origin, callback_id: short }) },
  message_action: {
    check: fields({
      ...origin,
      callback_id: short,
      channel: fields({ id }),
      message: fields({ ts: short, thread_ts: optional(short), text: optional(text) }),
    }),
  },
  event_callback: {
    route: 'event',
    check: fields({
      ...workspace,
      authorizations: optional(each(fields(workspace))),
      event_time: optional(seconds),
      event_id: short,
      event: (value, path) => eventCheck(value)(value, path),
    }),
  },
};

function eventCheck(event: unknown): Check {
  const type = isObject(event) && typeof event.type === 'string' ? event.type : '';
  return (Object.hasOwn(events, type) ? events[type] : undefined) ?? fields(anyEvent);
}
