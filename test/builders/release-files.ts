/** A guide with one page: a release of 14 items in three phases, with everything that a checklist can ask for. */
export const releaseFiles: Readonly<Record<string, string>> = {
  'release.md': `---
title: Release a service
aliases: [ship a version]
variables:
  service: {required: true}
  version: {required: true, pattern: '\\d+\\.\\d+(\\.\\d+)?'}
  type: {choices: [normal, hotfix], default: normal}
---
Take a version of a service to production, together.

## Release checklist

### Before {#before}

- [ ] Announce the release of {{service}} {{version}} {#announce}

  Say when it starts and what changes.
- [ ] Freeze merges to the main branch {#freeze unless="type is hotfix"}
- [ ] Check that the pipeline of {{version}} is green {#pipeline evidence=url}

  Paste the link of the run.
- [ ] Read the migrations {#migrations role=dba}
  - [ ] None locks a table for longer than a second
  - [ ] Each can be undone
- [ ] Approve the release {#go sign-off="2 others"}

### Deploy {#deploy}

- [ ] Take a snapshot of the database {#snapshot role=dba}
- [ ] Run the migrations {#migrate}

  \`\`\`bash
  ./manage.py migrate --plan
  ./manage.py migrate
  \`\`\`
- [ ] Deploy {{version}} to one machine {#canary}
- [ ] Watch the error rate {#watch wait=15m}
- [ ] Deploy {{version}} everywhere {#deploy-all sign-off=1}

### After {#after}

- [ ] Try to sign in, search and pay {#smoke evidence=text}
- [ ] Open the main branch again {#thaw unless="type is hotfix"}
- [ ] Bring the hotfix back to the main branch {#back-merge when="type is hotfix"}
- [ ] Write what to do better next time {#retro optional due=+1d}
`,
};
