import type { Day } from '../guide/dates.js';
import { type KnownDays, overdueSince } from '../guide/freshness.js';
import type { Guide, Page } from '../guide/page.js';
import type { AskedOwner, DuePage } from './store.js';

/**
 * The pages that are to be checked again and whose owners can be asked, by installation: the most read first, where reads are counted, then those that
 * nobody has looked at for longest.
 * @param own the one installation, whatever owners name; undefined with many workspaces, where each owner has to name its own
 */
export function duePages(
  { pages }: Pick<Guide, 'pages'>,
  known: KnownDays,
  { today, own, reads }: { today: Day; own: string | undefined; reads?: ReadonlyMap<string, number> | undefined },
): Map<string, DuePage[]> {
  const due = new Map<string, DuePage[]>();
  const overdue = pages.flatMap((page) => {
    const last = page.owner && overdueSince(page, known, today);
    return last ? [{ page, last, reads: reads?.get(page.slug) }] : [];
  });
  const by = (day: Day, slug: string): string => `${day} ${slug}`;
  overdue.sort(
    (a, b) => (b.reads ?? 0) - (a.reads ?? 0) || (by(a.last.day, a.page.slug) < by(b.last.day, b.page.slug) ? -1 : 1),
  );
  for (const { page, last, reads: count } of overdue) {
    for (const [installation, owners] of askedOf(page, own)) {
      const { slug, title, file } = page;
      const groups = (page.owner ?? []).flatMap((owner) =>
        owner.kind === 'group' && (own ?? owner.installation) === installation ? owner.id : [],
      );
      const question = { slug, title, file, last, groups, owners, ...(count !== undefined && { reads: count }) };
      due.set(installation, [...(due.get(installation) ?? []), question]);
    }
  }
  return due;
}

/** The installations whose people look after pages. */
export function installationsOf({ pages }: Pick<Guide, 'pages'>, own: string | undefined): string[] {
  return [...new Set(pages.flatMap((page) => [...askedOf(page, own).keys()]))];
}

/** Persons and channels, by installation. Nobody can write to a user group: it is named in the message to a channel. */
function askedOf({ owner = [] }: Page, own: string | undefined): Map<string, AskedOwner[]> {
  const asked = new Map<string, AskedOwner[]>();
  for (const { kind, id, installation: named } of owner) {
    const installation = own ?? named;
    if (installation === undefined || kind === 'group') continue;
    asked.set(installation, [...(asked.get(installation) ?? []), { kind, installation, id }]);
  }
  return asked;
}
