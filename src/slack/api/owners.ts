import type { WebClient } from '@slack/web-api';
import type { Guide, Owner, Page } from '../../guide/page.js';
import type { Logger } from '../../telemetry/logger.js';
import { slackErrorCode } from './errors.js';

/** Who looks after pages, and how they are reached. */
export interface Owners {
  /**
   * Whom a question about a page can be put to, or one that no page answers: the owners that the guide names, otherwise its authors.
   * Empty if nobody is named.
   */
  of(installation: string, page?: Page): { readonly owners: readonly Owner[]; readonly who: 'owner' | 'authors' };
  /** The people and channels that get a message. For a group its members, which needs `usergroups:read`; none if Slack does not tell. */
  recipients(installation: string, owners: readonly Owner[]): Promise<string[]>;
  /** The authors of the guide, for a question that reaches nobody else. */
  authors(installation: string): readonly Owner[];
  isAuthor(who: { readonly installation: string; readonly person: string }): boolean;
}

/** An author of the guide. Without an installation, of the one workspace. */
export interface AuthorOfGuide {
  readonly installation?: string;
  readonly person: string;
}

export interface OwnersParts {
  readonly guide: () => Guide;
  readonly authors: readonly AuthorOfGuide[];
  readonly clientFor: (installation: string) => WebClient;
  readonly logger: Logger;
}

/** A question goes to no more of a group: it is theirs, not the whole company's. */
const MAX_MEMBERS = 10;

export function createOwners({ guide, authors, clientFor, logger }: OwnersParts): Owners {
  const isHere = (installation: string) => (each: { readonly installation?: string }) =>
    each.installation === undefined || each.installation === installation;

  const membersOf = async (installation: string, group: string): Promise<string[]> => {
    try {
      const { users = [] } = await clientFor(installation).usergroups.users.list({ usergroup: group });
      return users.slice(0, MAX_MEMBERS);
    } catch (error) {
      logger.warn('The members of a group that looks after a page could not be read', {
        ...{ installation, group, code: slackErrorCode(error), error },
      });
      return [];
    }
  };

  const authorsOf = (installation: string): Owner[] =>
    authors.filter(isHere(installation)).map(({ person }) => ({ kind: 'person', id: person }));

  return {
    of(installation, page) {
      const owners = ((page ? page.owner : guide().owner) ?? []).filter(isHere(installation));
      if (owners.length > 0) return { owners, who: 'owner' };
      return { owners: authorsOf(installation), who: 'authors' };
    },
    async recipients(installation, owners) {
      const each = await Promise.all(
        owners.map(({ kind, id }) => (kind === 'group' ? membersOf(installation, id) : [id])),
      );
      return [...new Set(each.flat())];
    },
    authors: authorsOf,
    isAuthor: ({ installation, person }) =>
      authors.some((author) => author.person === person && isHere(installation)(author)),
  };
}
