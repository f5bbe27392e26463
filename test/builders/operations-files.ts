/**
 * A guide for `guideOf` of a team that operates services: several checklists on a page, lists to run and lists to prepare for them, and pages
 * without any.
 */
export const operationsFiles = {
  'releases.md': `---
title: Releases
aliases: [ship it, deploys]
keywords: [new version]
variables: [version]
---
How a version reaches our users.

## Release runbook

### Before

- [ ] Freeze the main branch
- [ ] Announce version {{version}} {role=lead}

### Deploy

- [ ] Roll out to one region
- [ ] Watch the error rate

## Hotfix runbook

- [ ] Cherry-pick the fix
- [ ] Deploy without the freeze
`,
  'release-readiness.md': `# Release readiness

What a team has before its first release.

## Release readiness checklist

- [ ] Write down who decides
- [ ] Practise a rollback
`,
  'rollback.md': `---
title: Going back
aliases: [rollback, undo a release]
---
How to return to the version before.

## Roll back now {.checklist}

- [ ] Stop the rollout
- [ ] Deploy the version before

## Rollback drill checklist

- [ ] Choose a quiet hour
- [ ] Go back and forth once
`,
  'incidents.md': `---
title: Incidents
aliases: [outage, sev1]
keywords: [{section: postmortem-checklist, text: [blameless review]}]
---
What we do when users notice.

## Incident runbook

- [ ] Name an incident lead
- [ ] Open a call
- [ ] Post on the status page

## Preparing for incidents checklist

- [ ] Write a rota
- [ ] Test the pager

## Postmortem checklist

- [ ] Collect the timeline
- [ ] Invite everyone
`,
  'on-call.md': `---
title: On call
aliases: [pager duty, rota]
---
Who answers at night.

## Daily checklist

- [ ] Read the alerts of the night
- [ ] Look at the error budget

## Weekly review checklist

- [ ] Close stale alerts
- [ ] Update the rota

## Handover checklist

- [ ] Tell the next person what is open
`,
  'access.md': `# Access for people

How people get in and out.

## Newcomers checklist

- [ ] Create the account
- [ ] Add the laptop

## Leavers checklist

- [ ] Close the account
- [ ] Rotate shared secrets
`,
  'tokens.md': `# Token rotation

## Execution

- [ ] Switch the check off
- [ ] Make a new token

## Way back

- [ ] Restore the old token
`,
  'kafka.md': `# Kafka

The message broker.

## Broker upgrade checklist

- [ ] Upgrade one broker at a time

## Topic migration checklist

- [ ] Copy the topic with the mirror
`,
  'redis.md': `# Redis

The cache.

## Upgrade checklist

- [ ] Fail over to the replica
`,
  'docker.md': `# Docker

Images and containers, built on every commit.
`,
  'postgres.md': `---
title: PostgreSQL
aliases: [database]
---
Where orders are kept.

## Restore checklist

1. Stop the writers
2. Load the dump
3. Compare the number of rows
`,
};
