/** Two pages for `guideOf`: a day with a checklist of two items, and what it leads to. */
export const launchFiles = {
  'launch.md': `---
title: Launch
summary: The day.
choices:
  - {text: "Backups?", to: backups}
---
Ready.

## Launch checklist

- [ ] Restore a backup
- [ ] Tell everyone
`,
  'backups.md': '---\ntitle: Backups\nsummary: Copies that can be restored.\n---\n\nTry one.\n',
};
