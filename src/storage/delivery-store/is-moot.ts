import type { Run } from '../../checklist/run.js';
import type { Saying } from '../../delivery/owed.js';

/** Whether something owed need not be said any more, because its cause is gone. */
export function isMoot(saying: Saying | 'later', run: Run): boolean {
  if (saying === 'later') return false;
  switch (saying.kind) {
    case 'completion':
      return run.completedAt === undefined;
    case 'assigned':
    case 'overdue': {
      const item = run.items.find(({ id }) => id === saying.item);
      const isTheirs = item?.state.kind === 'open' && item.assignee?.id === saying.to.id;
      return !isTheirs || run.archivedAt !== undefined || (saying.kind === 'overdue' && item.due === undefined);
    }
    case 'posting':
    case 'moved':
    case 'withdrawal':
      return false;
  }
}
