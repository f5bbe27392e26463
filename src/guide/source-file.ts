import type { Problem } from './problem.js';

/** A Markdown file as it was read: the path inside the guide's folder, with forward slashes, and its text. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** What a folder gave: the files that could be read, in order of their paths, and what was wrong with the others. */
export interface FolderContent {
  readonly files: readonly SourceFile[];
  /** Files of the guide that could not be read. Links to them are not reported a second time. */
  readonly unreadable: readonly string[];
  readonly problems: readonly Problem[];
}
