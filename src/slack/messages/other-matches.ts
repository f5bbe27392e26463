import type { PageAnswer } from '../../answer/answer.js';
import { context, numbered } from '../blocks.js';
import { openButton } from './open-button.js';
import { ANY_PAGE, type Part } from './part.js';

/** Pages that also matched the question. */
export function otherMatches({ others }: PageAnswer): Part[] {
  return others.length === 0
    ? []
    : [
        { of: { page: ANY_PAGE, as: 'others' }, render: () => [context('Not what you meant? These matched too:')] },
        {
          row: others.map((page, place) => ({
            of: { page, as: `other ${place}` },
            render: (trail) => [numbered(openButton(page, { trail }), place)],
          })),
        },
      ];
}
