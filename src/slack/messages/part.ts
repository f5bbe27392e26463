import type { Button, KnownBlock } from '@slack/types';
import type { Trail } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { actions } from '../blocks.js';

/** A stretch of a message: blocks, or a row of buttons that several parts bring together. */
export type Part = Rendered<readonly KnownBlock[]> | Row;

export interface Row {
  readonly row: readonly RowButton[];
}

export type RowButton = Rendered<Button>;

export interface Rendered<T> {
  /** What it says of one page alone is the same for every question but for the trail, and need not be made anew. */
  readonly of?: { readonly page: Page; readonly as: string } | undefined;
  readonly render: (trail: Trail) => T;
}

export const renderParts = (parts: readonly Part[], trail: Trail): KnownBlock[] =>
  parts.flatMap((part) => ('row' in part ? actions(part.row.map(({ render }) => render(trail))) : part.render(trail)));
