import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { SETTINGS_FILE } from '../../guide/file-kinds.js';
import type { Page } from '../../guide/page.js';
import { QUESTIONS_FILES } from '../../guide/questions.js';
import { packageFile, version } from '../../package-file.js';
import { printableLine } from '../text/terminal.js';

/** A file that a guide needs, if it has none. */
export interface NewFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** Another file that does the same already. */
  readonly inPlaceOf?: string;
}

/** What a new guide begins with: a page, and what it is about. */
const STARTER_PAGES: readonly (readonly [file: string, purpose: string])[] = [
  ['deploy.md', 'a page with a checklist'],
  ['roll-back.md', 'a page with keywords'],
  ['incidents.md', 'a page with links and next steps'],
];

/**
 * The files that a guide should have: pages if it has none, settings, questions, and a workflow for GitHub.
 * @param folder absolute
 * @param existing what a folder with Markdown has: its pages in their order, and whether `check` finds nothing
 */
export async function newFiles(
  folder: string,
  existing: { readonly pages: readonly Page[]; readonly isClean: boolean } | undefined,
): Promise<NewFile[]> {
  const starter = (file: string): Promise<string> => readFile(packageFile(`starter/${file}`), 'utf8');
  const questions = QUESTIONS_FILES.find((file) => existsSync(join(folder, file)));
  const pages = existing ? [] : STARTER_PAGES;
  return [
    ...(await Promise.all(
      pages.map(async ([file, purpose]) => ({ path: join(folder, file), text: await starter(file), purpose })),
    )),
    {
      path: join(folder, SETTINGS_FILE),
      text: existing ? emptySettings() : await starter(SETTINGS_FILE),
      purpose: 'your team’s own words, and other settings',
    },
    {
      path: join(folder, QUESTIONS_FILES[0] ?? ''),
      text: existing ? questionsToFillIn(existing.pages) : await starter('questions.yml'),
      purpose: 'what people ask, to measure the answers',
      ...(questions && { inPlaceOf: join(folder, questions) }),
    },
    await workflow(
      folder,
      questions ?? QUESTIONS_FILES[0] ?? '',
      existing?.isClean ?? true,
      await starter('workflow.yml'),
    ),
  ];
}

/** Settings that change nothing, as examples. */
function emptySettings(): string {
  return `# Settings of this guide. Remove the "# " of those that you want.

# Words that your team says, and what the pages call them:
# synonyms:
#   k8s: kubernetes
#   release train: deployment

# Files and folders that are not pages:
# ignore: [drafts/, "*.old.md"]

# The tool that the pages are written for, if guidepost check names another one:
# dialect: mkdocs
`;
}

/** More would not be filled in. */
const MAX_EXAMPLES = 20;

/** A questions file without a question: the titles of the guide's own pages are examples. */
export function questionsToFillIn(pages: readonly Page[]): string {
  const examples = pages.slice(0, MAX_EXAMPLES);
  const more = pages.length - examples.length;
  return [
    '# What people ask, in their own words, with the page that answers. `guidepost evaluate` measures how often that page comes first, and',
    '# `/guide help` offers three of these questions. Remove the "# " of an entry, and write what somebody really asked in place of the title.',
    '# `page: none` is for what the guide does not answer.',
    '',
    ...examples.flatMap(({ title, slug }) => [
      `# - question: ${JSON.stringify(printableLine(title))}`,
      // Quoted where it would be a number or a word of YAML, such as 0e0.
      `#   page: ${/^[a-z][\w/.-]*$/i.test(slug) && parse(slug) === slug ? slug : JSON.stringify(slug)}`,
    ]),
    ...(more > 0 ? [`# The guide has ${more} more ${more === 1 ? 'page' : 'pages'}: guidepost ask topics`] : []),
    '',
  ].join('\n');
}

/** Where GitHub finds workflows: at the top of the repository that the guide is in. Without one, at the top of the guide. */
async function workflow(folder: string, questions: string, isStrict: boolean, template: string): Promise<NewFile> {
  const root = repositoryOf(folder) ?? folder;
  const guide = relative(root, folder).split(sep).join('/') || '.';
  const file = '.github/workflows/guide.yml';
  // In a filter of GitHub, these characters have a meaning.
  const isPlain = guide !== '.' && !/[*?+[\]!{}()\\]/.test(guide);
  const paths = isPlain ? [posix.join(guide, '**'), file] : ['**'];
  const values: Readonly<Record<string, string>> = {
    PATHS: `[${paths.map((path) => JSON.stringify(path)).join(', ')}]`,
    GUIDE: JSON.stringify(guide),
    PACKAGE: `guidepost@${version()}`,
    STRICT: isStrict ? '--strict ' : '',
    QUESTIONS: questions,
  };
  return {
    path: join(root, file),
    text: template.replace(/%([A-Z]+)%/g, (written, name: string) => values[name] ?? written),
    purpose: 'checks each pull request on GitHub',
  };
}

/** The top of the git repository that a folder is in. A worktree and a submodule have a file `.git`. */
export function repositoryOf(folder: string): string | undefined {
  for (let each = folder; ; each = dirname(each)) {
    if (existsSync(join(each, '.git'))) return each;
    if (each === dirname(each)) return undefined;
  }
}
