import { isComplete, phaseProgress } from '../checklist/progress.js';
import { approvalsOf } from '../checklist/rules.js';
import type { Person, Run, RunItem } from '../checklist/run.js';

/** A run as the API shows it; `openapi.ts` describes it. @param url of its message, if it has one */
export function runJson(run: Run, url: string | undefined) {
  return {
    id: run.id,
    url: url ?? null,
    page: run.page,
    checklist: run.checklist ?? null,
    title: run.title,
    name: run.name ?? null,
    state: run.archivedAt ? 'archived' : isComplete(run) ? 'complete' : 'open',
    channel: run.channel,
    startedBy: person(run.postedBy),
    startedAt: run.postedAt.toISOString(),
    variables: run.variables,
    roles: run.roles.map(({ name, holder }) => ({ role: name, holder: holder ? person(holder) : null })),
    phases: phaseProgress(run).map(({ phase, items, isComplete: complete }) => ({
      id: phase?.id ?? '',
      title: phase?.title ?? '',
      state: complete ? 'complete' : 'open',
      items: items.map(itemJson),
    })),
  };
}

function itemJson(item: RunItem) {
  const { assignee, doesNotApply, due, id, note, parent, rules, state, title } = item;
  return {
    id,
    title,
    ...(parent !== undefined && { parent }),
    state: doesNotApply === undefined ? state.kind : 'does-not-apply',
    ...(state.kind !== 'open' && { by: person(state.by), at: state.at.toISOString() }),
    ...(state.kind === 'done' && state.evidence !== undefined && { evidence: state.evidence }),
    ...(state.kind === 'skipped' && { reason: state.reason }),
    ...(doesNotApply !== undefined && { reason: doesNotApply }),
    optional: rules.optional === true,
    ...(rules.role !== undefined && { role: rules.role }),
    ...(rules.evidence !== undefined && { needsEvidence: rules.evidence }),
    ...(rules.signOff && {
      approvals: {
        needed: rules.signOff.count,
        given: approvalsOf(item).map(({ by, at }) => ({ by: person(by), at: at.toISOString() })),
      },
    }),
    ...(assignee && { assignee: person(assignee) }),
    ...(due !== undefined && { due }),
    ...(note !== undefined && { note }),
  };
}

export function person({ id, name }: Person) {
  return { id, name };
}
