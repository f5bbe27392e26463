import type { ParsedPage } from './page-draft.js';
import type { SourceFile } from './source-file.js';

/** To the worker: parse this file. Orders are handled one after the other. */
export interface ParseRequest {
  readonly index: number;
  readonly source: SourceFile;
}

/** From the worker. */
export type ParseReport =
  | { readonly kind: 'started'; readonly index: number }
  | { readonly kind: 'parsed'; readonly index: number; readonly page: ParsedPage }
  | { readonly kind: 'failed'; readonly index: number; readonly reason: string };
