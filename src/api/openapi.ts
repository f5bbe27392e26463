/** The OpenAPI 3.1 document of the API: what the routes of `api.ts` answer. Tests hold every route and every answer to it. */
export function openApi(version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Guidepost',
      version,
      description: 'Start, read and tick checklists in Slack, and ask whether a deployment may go on.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths: {
      '/runs': {
        get: {
          operationId: 'listRuns',
          summary: 'The newest runs of the channels of the token',
          parameters: [
            query('page', text('The slug, the title or another name of a page.')),
            query('name', text('The whole name of the run.')),
            query('channel', text('The id of a channel.')),
            query('checklist', text('The id of a checklist, where the page has several.')),
            query('state', { enum: ['open', 'complete', 'archived'] }),
            query('limit', { type: 'integer', minimum: 1, maximum: 50, default: 20 }),
          ],
          responses: {
            200: json('The runs, newest first.', object({ runs: { type: 'array', items: ref('Run') } })),
            ...problems(401, 422, 429, 503),
          },
        },
        post: {
          operationId: 'startRun',
          summary: 'Post a checklist to a channel',
          description:
            'Asking again starts nothing more: the same Idempotency-Key, or the same checklist and name while that run is open in the channel, is answered with the run that is there. A key is kept for seven days.',
          parameters: [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
            },
          ],
          requestBody: body('NewRun'),
          responses: {
            200: json('The run was there already.', ref('Run')),
            201: {
              ...json('The run was started. Without a url, it is still to be posted.', ref('Run')),
              headers: { location: { schema: { type: 'string' } } },
            },
            ...problems(400, 401, 403, 409, 413, 415, 422, 429, 503),
          },
        },
      },
      '/runs/{run}': {
        get: {
          operationId: 'showRun',
          summary: 'One run',
          parameters: [run],
          responses: { 200: json('The run.', ref('Run')), ...problems(401, 404, 422, 429, 503) },
        },
      },
      '/runs/{run}/items/{item}': {
        post: {
          operationId: 'setItem',
          summary: 'Tick, skip or reopen an item',
          description:
            'Setting an item to what it is already changes nothing. Every rule of the item holds: a token has no role and cannot approve.',
          parameters: [run, { name: 'item', in: 'path', required: true, schema: text('The id of the item.') }],
          requestBody: body('ItemState'),
          responses: {
            200: json('The run afterwards.', ref('Run')),
            ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
          },
        },
      },
      '/runs/{run}/export': {
        get: {
          operationId: 'exportRun',
          summary: 'One run with its history',
          description: 'schemas/run.schema.json describes the JSON.',
          parameters: [run, query('format', { enum: ['json', 'md', 'csv'], default: 'json' })],
          responses: {
            200: {
              description: 'The run with who did what and when.',
              content: {
                'application/json': { schema: { type: 'object', required: ['id', 'phases', 'history'] } },
                'text/markdown': { schema: { type: 'string' } },
                'text/csv': { schema: { type: 'string' } },
              },
            },
            ...problems(401, 404, 422, 429, 503),
          },
        },
      },
      '/runs/{run}/gate': {
        get: {
          operationId: 'askGate',
          summary: 'Whether a deployment may go on',
          parameters: [
            run,
            query('phase', text('The id or the title of the only phase that decides, such as before.')),
          ],
          responses: { 200: json('The gate.', ref('Gate')), ...problems(401, 403, 404, 422, 429, 503) },
        },
      },
      '/runs/{run}/bypass': {
        post: {
          operationId: 'bypassGate',
          summary: 'Open the gate although items are open',
          parameters: [run],
          requestBody: body('Bypass'),
          responses: {
            200: json('The gate afterwards.', ref('Gate')),
            ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
          },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'From guidepost token create.' } },
      schemas,
    },
  };
}

const run = { name: 'run', in: 'path', required: true, schema: text('The id of the run.') };

const PROBLEMS = {
  400: 'The body is not a JSON object in UTF-8, or a header cannot be used.',
  401: 'The token is missing, unknown or revoked.',
  403: 'The token may not do this, or is not for this channel.',
  404: 'There is no such run in the channels of the token, or no such item in the run.',
  409: 'A rule of the checklist does not allow it, or the Idempotency-Key was used for another request.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'A value does not fit: errors says which.',
  429: 'Too many requests. Retry-After says when to try again.',
  503: 'The database or Slack cannot be reached. Retry-After says when to try again.',
} as const;

function problems(...statuses: readonly (keyof typeof PROBLEMS)[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: PROBLEMS[status], content: { 'application/problem+json': { schema: ref('Problem') } } },
    ]),
  );
}

function text(description?: string) {
  return { type: 'string', ...(description !== undefined && { description }) };
}

function query(name: string, schema: object) {
  return { name, in: 'query', required: false, schema };
}

function ref(schema: keyof typeof schemas) {
  return { $ref: `#/components/schemas/${schema}` };
}

function json(description: string, schema: object) {
  return { description, content: { 'application/json': { schema } } };
}

function body(schema: keyof typeof schemas) {
  return { required: true, content: { 'application/json': { schema: ref(schema) } } };
}

/** An object with these fields and no others. Those whose name ends with a question mark may be missing. */
function object(fields: Readonly<Record<string, object>>) {
  const names = Object.keys(fields);
  return {
    type: 'object',
    additionalProperties: false,
    required: names.filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(names.map((name) => [name.replace(/\?$/, ''), fields[name]])),
  };
}

function listOf(items: object) {
  return { type: 'array', items };
}

function orNull(schema: object) {
  return { oneOf: [schema, { type: 'null' }] };
}

const time = { type: 'string', format: 'date-time' };
const texts = { type: 'object', additionalProperties: { type: 'string' } };
const person = { $ref: '#/components/schemas/Person' };

const schemas = {
  NewRun: object({
    page: text('The slug, the title or another name of a page of the guide.'),
    'checklist?': text('The id, the title or the heading of a checklist, if the page has several.'),
    name: { type: 'string', minLength: 1, maxLength: 80, description: 'Such as shop-api 2.4.' },
    channel: text('The id of a channel of the token.'),
    'variables?': { ...texts, description: 'The values that the checklist asks for, by name.' },
    'roles?': { ...texts, description: 'The ids of people by role. Without lead, nobody leads the run yet.' },
  }),
  ItemState: object({
    state: { enum: ['done', 'skipped', 'open'] },
    'evidence?': { type: 'string', maxLength: 2_000, description: 'Of a done item: a link to the job, or a text.' },
    'reason?': { type: 'string', maxLength: 500, description: 'Of a skipped item, which needs one.' },
  }),
  Bypass: object({
    reason: { type: 'string', minLength: 1, maxLength: 500 },
    'phase?': text('The id or the title of the only phase to open.'),
  }),
  Person: {
    ...object({ id: text('Of Slack; of a token it begins with “token:”.'), name: text() }),
    description: 'A person, or a token of the API.',
  },
  Run: object({
    id: text(),
    url: { type: ['string', 'null'], description: 'Of the message in Slack; null until it is posted.' },
    page: text('The slug of the page.'),
    checklist: { type: ['string', 'null'] },
    title: text(),
    name: { type: ['string', 'null'] },
    state: { enum: ['open', 'complete', 'archived'] },
    channel: text(),
    startedBy: person,
    startedAt: time,
    variables: texts,
    roles: listOf(object({ role: text(), holder: orNull(person) })),
    phases: listOf(
      object({
        id: text('Empty for items in no phase.'),
        title: text(),
        state: { enum: ['open', 'complete'] },
        items: listOf({ $ref: '#/components/schemas/Item' }),
      }),
    ),
  }),
  Item: object({
    id: text(),
    title: text(),
    'parent?': text('The id of the item that it is a part of.'),
    state: { enum: ['open', 'done', 'skipped', 'does-not-apply'] },
    'by?': person,
    'at?': time,
    'evidence?': text(),
    'reason?': text('Why it was skipped, or does not apply.'),
    optional: { type: 'boolean' },
    'role?': text('Only who has it can tick the item.'),
    'needsEvidence?': { enum: ['url', 'text'] },
    'approvals?': object({ needed: { type: 'integer' }, given: listOf(object({ by: person, at: time })) }),
    'assignee?': person,
    'due?': text('A day, or a moment in UTC.'),
    'note?': text(),
  }),
  Gate: object({
    run: object({
      id: text(),
      url: { type: ['string', 'null'] },
      title: text(),
      name: { type: ['string', 'null'] },
      page: text(),
    }),
    state: { enum: ['open', 'complete'] },
    phases: listOf(
      object({
        id: text(),
        title: text(),
        state: { enum: ['open', 'complete'] },
        open: listOf(object({ id: text(), title: text() })),
      }),
    ),
    bypass: orNull(object({ by: person, at: time, reason: text(), phase: { type: ['string', 'null'] } })),
  }),
  Problem: object({
    type: text(),
    title: text(),
    status: { type: 'integer' },
    detail: text('What is wrong, and what to do.'),
    'errors?': listOf(object({ pointer: text('A JSON Pointer into the body.'), detail: text() })),
  }),
};
