/** Two pages for `guideOf`: a checklist of 3 items, one with a link, and one of 60 items, more than a message shows. */
export const goingLiveFiles = {
  'going-live.md': `---
title: Going live
summary: What must be true on launch day.
aliases: [launch]
---
The last look before the launch.

## Going live checklist

- [ ] Restore a backup

  See [backups](backups.md), and time it.
- [ ] Watch the error rate
- [ ] Tell everyone
`,
  'backups.md': `---
title: Backups
summary: Copies that can be restored.
---

## Backups checklist

${Array.from({ length: 60 }, (_, n) => `- Back up table ${n + 1}`).join('\n')}
`,
};
