/** Two pages for `guideOf`: one with a checklist of two items, and the page that it links to. */
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
