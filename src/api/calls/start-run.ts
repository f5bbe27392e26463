import { createHash } from 'node:crypto';
import { namedValues, RUN_NAME_LENGTH } from '../../answer/checklists.js';
import { LEAD } from '../../checklist/rules.js';
import type { Person, Run } from '../../checklist/run.js';
import type { NewRun } from '../../checklist/run-store.js';
import { newRunFrom } from '../../checklist/start-run.js';
import type { VariableProblem } from '../../checklist/variables.js';
import { nearestWord } from '../../guide/near-names.js';
import type { Checklist, Guide, Page, Variable } from '../../guide/page.js';
import { pageNamed } from '../../guide/page-directory.js';
import { MAX_VALUE } from '../../guide/variables.js';
import type { ApiResponse, ApiServices, Call } from '../call.js';
import { invalid, pointerTo, problem } from '../problem.js';
import { Fields, short } from '../read-fields.js';
import { runJson } from './runs.js';

const MAX_PAGE = 300;
const MAX_CHANNEL = 50;

/**
 * `POST /runs`: posts a checklist to a channel. Nothing is posted before everything fits. A repeat is answered with the run that is there
 * already: see `RunStore.createOnce`.
 */
export async function startRun(services: ApiServices, call: Call): Promise<ApiResponse> {
  const { caller, installation, idempotencyKey: key } = call;
  const wanted = await readStart(services, call);
  if ('status' in wanted) return wanted;
  const started = await services.runs.createOnce(wanted.run, {
    token: caller.id,
    hash: createHash('sha256').update(wanted.asked).digest('hex'),
    ...(key !== undefined && { key }),
  });
  if (started === 'key-reused')
    return problem(409, 'This Idempotency-Key was used for another request. Use a new key for a new run.');
  const { id } = started.run;
  const [outcome] = await Promise.all([
    services.outbox.post({ installation, run: id }),
    started.created && noteChannel(services, started.run),
  ]);
  if (outcome.kind === 'undeliverable' && outcome.run.message === undefined && outcome.reason !== 'uncertain') {
    await services.runs.discard({ installation, run: id });
    return invalid([{ pointer: pointerTo('channel'), detail: services.whyNotPosted(outcome.reason) }]);
  }
  // It is stored, and will be posted as soon as Slack takes it.
  const run = outcome.kind === 'pending' ? started.run : outcome.run;
  services.logger.info(`A ${caller.kind} ${started.created ? 'started a checklist' : 'asked again for a checklist'}`, {
    workspace: installation,
    by: caller.by.id,
    run: id,
  });
  return {
    status: started.created ? 201 : 200,
    headers: { location: `/api/v1/runs/${encodeURIComponent(id)}` },
    body: runJson(run, await services.urlOf(run)),
  };
}

/**
 * People outside a public channel may see its runs. A press in the channel shows whether it is public, but of a run that a program started nobody
 * has pressed anything yet.
 */
async function noteChannel({ isPublic, runs }: ApiServices, { channel, id, installation }: Run): Promise<void> {
  const found = await isPublic({ installation, channel });
  if (found === undefined) return;
  // The run is there. Until this is known, only who started it sees it elsewhere.
  await runs.setPublic({ installation, run: id }, found).catch(() => {});
}

interface Wanted {
  readonly run: NewRun;
  /** Everything that was asked for, as one text: the same for the same request. */
  readonly asked: string;
}

/** The run to start, or what is wrong with the request: all of it at once. */
async function readStart(services: ApiServices, { body, caller, installation }: Call): Promise<Wanted | ApiResponse> {
  const fields = new Fields(body, ['page', 'checklist', 'name', 'channel', 'variables', 'roles']);
  const pageName = fields.required('page', MAX_PAGE);
  const listName = fields.optional('checklist', MAX_PAGE);
  const name = fields.required('name', RUN_NAME_LENGTH);
  const channel = fields.required('channel', MAX_CHANNEL);
  const given = fields.texts('variables');
  const roles = fields.texts('roles');
  if (channel !== '' && !caller.channels.includes(channel))
    return problem(403, `This token is not for the channel ${short(channel)}.`);
  const guide = services.guide();
  const found = pageName === '' ? undefined : findChecklist(guide, pageName, listName);
  if (found === undefined) return invalid(fields.problems);
  if ('field' in found) {
    fields.refuse(pointerTo(found.field), found.detail);
    return invalid(fields.problems);
  }
  const { page, checklist } = found;
  checkRoles(fields, checklist, roles);
  const variables = namedValues(checklist, given);
  const prepared = newRunFrom(page, checklist, {
    installation,
    id: services.newId(),
    channel,
    name,
    variables,
    guideRevision: guide.revision,
    postedBy: caller.by,
    postedAt: services.now(),
    holders: fields.problems.length > 0 ? {} : await named(services, installation, roles),
  });
  if ('problems' in prepared) {
    for (const each of prepared.problems)
      fields.refuse(pointerTo('variables', each.name), variableWords(each, checklist.variables));
  }
  if ('problems' in prepared || fields.problems.length > 0) return invalid(fields.problems);
  return { run: prepared.run, asked: askedFor(page, checklist, { name, channel, variables, roles }) };
}

function checkRoles(fields: Fields, checklist: Checklist, roles: Readonly<Record<string, string>>): void {
  const known = rolesOf(checklist);
  for (const [role, id] of Object.entries(roles)) {
    const pointer = pointerTo('roles', role);
    if (!known.includes(role))
      fields.refuse(pointer, `The checklist has no role “${short(role)}”. It has ${known.join(', ')}.`);
    else if (!/^[UW][A-Z0-9]{1,30}$/.test(id))
      fields.refuse(pointer, `“${role}” must be the id of a person in Slack, such as U0123456789.`);
  }
}

async function named(
  { nameOf }: ApiServices,
  installation: string,
  roles: Readonly<Record<string, string>>,
): Promise<Record<string, Person>> {
  const found = Object.entries(roles).map(
    async ([role, id]): Promise<[string, Person]> => [
      role,
      { id, name: (await nameOf({ installation, person: id })) ?? 'a teammate' },
    ],
  );
  return Object.fromEntries(await Promise.all(found));
}

/** Neither the order of the fields nor how the page was named makes another request of it. */
function askedFor(
  { slug }: Page,
  { id }: Checklist,
  { name, channel, variables, roles }: Pick<Run, 'channel' | 'variables'> & { name: string; roles: object },
): string {
  const sorted = (texts: object): unknown => Object.entries(texts).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([slug, id, name, channel, sorted(variables), sorted(roles)]);
}

/** A checklist of a page, or why none can be chosen and which field says so. */
type FoundChecklist =
  | { readonly page: Page; readonly checklist: Checklist }
  | { readonly field: 'page' | 'checklist'; readonly detail: string };

/** The one checklist that is named. A program is never guessed at: of several, it has to say which. */
export function findChecklist(guide: Guide, pageName: string, listName: string | undefined): FoundChecklist {
  const page = pageNamed(guide, pageName);
  if (page === undefined) {
    const nearest = nearestWord(
      pageName,
      guide.pages.map(({ slug }) => slug),
    );
    const hint = nearest === undefined ? '' : ` Did you mean “${nearest}”?`;
    return { field: 'page', detail: `The guide has no page “${short(pageName)}”.${hint}` };
  }
  const { checklists, slug } = page;
  if (checklists.length === 0) return { field: 'page', detail: `The page “${slug}” has no checklist.` };
  const all = checklists.map(({ id }) => id).join(', ');
  if (listName === undefined) {
    const [only, ...others] = checklists;
    if (only !== undefined && others.length === 0) return { page, checklist: only };
    return { field: 'checklist', detail: `The page “${slug}” has several checklists: ${all}. Say which.` };
  }
  const wanted = listName.toLowerCase();
  const checklist = checklists.find((each) => namesOf(each, page).some((name) => name.toLowerCase() === wanted));
  if (checklist) return { page, checklist };
  return { field: 'checklist', detail: `The page “${slug}” has no checklist “${short(listName)}”. It has ${all}.` };
}

/** Its id, its title, and its heading alone, which is what the page shows. */
function namesOf({ id, title }: Checklist, page: Page): string[] {
  const suffix = ` – ${page.title}`;
  return [id, title, ...(title.endsWith(suffix) ? [title.slice(0, -suffix.length)] : [])];
}

/** What is wrong with a value, and what would fit. */
function variableWords({ name, problem }: VariableProblem, variables: readonly Variable[]): string {
  const { choices = [], pattern = '' } = variables.find((variable) => variable.name === name) ?? {};
  switch (problem) {
    case 'missing':
      return `“${name}” is missing${choices.length > 0 ? `: one of ${choices.join(', ')}` : ''}.`;
    case 'pattern':
      return `“${name}” does not match the pattern ${pattern}.`;
    case 'choice':
      return `“${name}” must be one of ${choices.join(', ')}.`;
    case 'too-long':
      return `“${name}” is longer than ${MAX_VALUE} characters.`;
    case 'unknown': {
      const known = variables.map((variable) => variable.name);
      const nearest = nearestWord(name, known);
      const hint = nearest === undefined ? '' : ` Did you mean “${nearest}”?`;
      return `The checklist has no variable “${short(name)}”.${hint}`;
    }
  }
}

/** Every role that a run of the checklist has. */
function rolesOf({ roles }: Checklist): string[] {
  return [...new Set([LEAD, ...roles])];
}
