import { avatar } from '../avatar.js';
import { icon } from '../dom/icon.js';
import type { Desk, Shortcut } from '../protocol.js';
import type { Completion } from './completion-menu.js';

interface Takers {
  /** Puts a text in the place of the last characters before the caret. */
  replace(characters: number, text: string): void;
  runShortcut(shortcut: Shortcut): void;
}

/** What can be meant by what stands before the caret: commands and shortcuts after a slash, people and the app after an at sign. */
export function findCompletions(desk: Desk, before: string, { replace, runShortcut }: Takers): Completion[] {
  if (/^\/\S*$/.test(before)) return [...commands(desk, before, replace), ...shortcuts(desk, before, runShortcut)];
  const at = /(?:^|\s)@([\p{L}\p{N}_-]*)$/u.exec(before);
  return at ? people(desk, at[1] ?? '', replace) : [];
}

function commands(desk: Desk, typed: string, replace: Takers['replace']): Completion[] {
  return desk.commands
    .filter(({ command }) => command.startsWith(typed) && command !== typed)
    .map(({ command, usageHint, description }) => ({
      title: command,
      ...(usageHint && { hint: usageHint }),
      ...(description && { description }),
      take: () => replace(typed.length, `${command} `),
    }));
}

function shortcuts(desk: Desk, typed: string, run: Takers['runShortcut']): Completion[] {
  return desk.shortcuts
    .filter(({ kind, name }) => kind === 'global' && name.toLowerCase().startsWith(typed.slice(1).toLowerCase()))
    .map((shortcut) => ({
      title: shortcut.name,
      description: shortcut.description,
      picture: icon('bolt'),
      take: () => run(shortcut),
    }));
}

function people({ people: all, app }: Desk, typed: string, replace: Takers['replace']): Completion[] {
  const everyone = [
    { id: app.botUserId, name: app.name.toLowerCase(), realName: app.name, kind: 'app' as const },
    ...all.map((person) => ({ ...person, kind: 'person' as const })),
  ];
  const wanted = typed.toLowerCase();
  return everyone
    .filter(({ name, realName }) => name.startsWith(wanted) || realName.toLowerCase().startsWith(wanted))
    .map(({ kind, id, name, realName }) => ({
      title: realName,
      hint: `@${name}`,
      picture: avatar({ kind, id, name: realName }),
      take: () => replace(typed.length + 1, `@${name} `),
    }));
}
