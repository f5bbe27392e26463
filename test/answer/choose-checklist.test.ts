import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../src/answer/answer.js';
import { findChecklist, findRunbook, openChecklist } from '../../src/answer/checklists.js';
import { createSources, type Sources } from '../../src/answer/sources.js';
import { createSearch } from '../../src/search/search.js';
import { guideOf } from '../builders/guide-of.js';
import { operationsFiles } from '../builders/operations-files.js';
import { shippedGuide } from '../builders/shipped-guide.js';

let team: Sources;
let shipped: Sources;

beforeAll(async () => {
  const [own, ours] = await Promise.all([guideOf(operationsFiles), shippedGuide()]);
  team = createSources(own, createSearch(own));
  shipped = createSources(ours, createSearch(ours));
});

/** What is shown: a list's name, the names to choose from with a question mark, or "none" with what is about it. */
function shown(answer: Answer): string {
  const titles = (lists: readonly { checklist: { title: string } }[]): string =>
    lists.map(({ checklist }) => checklist.title).join(', ');
  switch (answer.kind) {
    case 'checklist':
      return answer.checklist.title;
    case 'choose-checklist':
      return `? ${titles(answer.candidates)}`;
    case 'no-checklist':
      return `none on ${answer.page.title}: ${titles(answer.alternatives)}`;
    default:
      return answer.kind;
  }
}

describe('a checklist in a person’s words', () => {
  it.each([
    // By its own name, or that of its page.
    ['weekly review', 'Weekly review checklist – On call'],
    ['weekly', 'Weekly review checklist – On call'],
    ['daily', 'Daily checklist – On call'],
    ['handover', 'Handover checklist – On call'],
    ['on-call handover', 'Handover checklist – On call'],
    ['hotfix', 'Hotfix runbook – Releases'],
    ['leavers', 'Leavers checklist – Access for people'],
    ['newcomer', 'Newcomers checklist – Access for people'],
    ['token rotation', 'Token rotation'],
    ['rotate the tokens', 'Token rotation'],
    ['postgresql', 'Restore checklist – PostgreSQL'],
    ['redis', 'Upgrade checklist – Redis'],
    ['redis upgrade', 'Upgrade checklist – Redis'],
    ['kafka topic migration', 'Topic migration checklist – Kafka'],
    ['Broker upgrade checklist – Kafka', 'Broker upgrade checklist – Kafka'],
    ['postmortem', 'Postmortem checklist – Incidents'],
    // By a keyword of its section.
    ['blameless review', 'Postmortem checklist – Incidents'],
    // By a phase or an item.
    ['switch the check off', 'Token rotation'],
    ['status page', 'Incident runbook'],
    ['cherry-pick a fix', 'Hotfix runbook – Releases'],
    ['load the dump', 'Restore checklist – PostgreSQL'],
    // The one to run, and not the one to prepare for it.
    ['release', 'Release runbook'],
    ['roll back now', 'Roll back now'],
    ['rollback', 'Roll back now'],
    ['incident', 'Incident runbook'],
    ['outage', 'Incident runbook'],
    // Who asks for the preparation gets it.
    ['release readiness', 'Release readiness checklist'],
    ['preparing for incidents', 'Preparing for incidents checklist'],
    ['rollback drill', 'Rollback drill checklist'],
    // Misspelled.
    ['relese', 'Release runbook'],
    ['hand over', 'Handover checklist – On call'],
    ['kafak topic migration', 'Topic migration checklist – Kafka'],
  ])('“%s” is %j', (topic, title) => {
    expect(shown(findChecklist(team, topic))).toBe(title);
  });

  it.each([
    ['kafka', '? Broker upgrade checklist – Kafka, Topic migration checklist – Kafka'],
    ['on call', '? Daily checklist – On call, Weekly review checklist – On call, Handover checklist – On call'],
    ['access for people', '? Newcomers checklist – Access for people, Leavers checklist – Access for people'],
    ['upgrade', '? Broker upgrade checklist – Kafka, Upgrade checklist – Redis'],
  ])('“%s” is asked back', (topic, titles) => {
    expect(shown(findChecklist(team, topic))).toBe(titles);
  });

  it.each([
    ['platform as a service', 'PaaS checklist'],
    ['self hosted paas', 'Self-hosted PaaS checklist'],
    ['Release and roll-back', '? Roll back now runbook, Release runbook'],
  ])('“%s” is %j, with hyphens or without', (topic, title) => {
    expect(shown(findChecklist(shipped, topic))).toBe(title);
  });

  it('that lacks a word of it is offered, and not shown', () => {
    expect(shown(findChecklist(team, 'monthly on-call review'))).toMatch(/^\? Weekly review checklist/);
    expect(shown(findChecklist(team, 'postgres upgrade'))).toMatch(/^\? /);
    expect(shown(findChecklist(team, 'incident review'))).toMatch(/^\? /);
    // One word of an item.
    expect(shown(findChecklist(team, 'laptop'))).toBe('? Newcomers checklist – Access for people');
  });

  it.each(['sourdough bread', 'wedding', 'guitar lessons', 'tax return', 'cooking', 'marathon training'])(
    'is no other team’s: “%s” finds nothing',
    (topic) => {
      expect(shown(findChecklist(team, topic))).toBe('nothing-found');
    },
  );

  it('is not one that has nothing to do with the page that is named', () => {
    expect(shown(findChecklist(team, 'docker'))).toBe('none on Docker: ');
    expect(shown(openChecklist(team, 'docker'))).toBe('none on Docker: ');
  });

  it('keeps the name of the run', () => {
    expect(findChecklist(team, 'hotfix: shop-api 2.4')).toMatchObject({ kind: 'checklist', name: 'shop-api 2.4' });
    expect(findChecklist(team, 'kafka: shop-api 2.4')).toMatchObject({
      kind: 'choose-checklist',
      name: 'shop-api 2.4',
    });
  });

  it('opens by its page and its id; one that is gone is asked back', () => {
    expect(shown(openChecklist(team, 'on-call', { list: 'weekly-review-checklist' }))).toBe(
      'Weekly review checklist – On call',
    );
    expect(shown(openChecklist(team, 'on-call'))).toBe('Daily checklist – On call');
    expect(shown(openChecklist(team, 'kafka', { list: 'renamed' }))).toMatch(/^\? Broker/);
    expect(shown(openChecklist(team, 'gone'))).toBe('page-gone');
  });
});

describe('a runbook in a person’s words', () => {
  it('is found as a checklist is, and otherwise the question is answered', () => {
    expect(shown(findRunbook(team, 'outage'))).toBe('Incident runbook');
    expect(findRunbook(team, 'docker').kind).toBe('page');
    expect(findRunbook(team, 'sourdough bread').kind).toBe('nothing-found');
  });

  it('may be a page in prose', async () => {
    const guide = await guideOf({
      'failover.md': '# Database failover runbook\n\nCall the database team, and wait for them.\n',
      'database.md': '# Database\n\n## Database checklist\n\n- [ ] Fail over once a year\n',
    });
    const sources = createSources(guide, createSearch(guide));
    expect(findRunbook(sources, 'database failover')).toMatchObject({ kind: 'page', page: { slug: 'failover' } });
    expect(shown(findRunbook(sources, 'database'))).toBe('Database checklist');
  });
});

describe('the checklists of the guide that ships', () => {
  it.each([
    ['release', 'Release runbook'],
    ['roll back now', 'Roll back now runbook'],
    ['incident', 'Incident runbook: the first 30 minutes'],
    ['outage', 'Incident runbook: the first 30 minutes'],
    ['go live', 'Go-live runbook'],
    ['launch', '? Go-live runbook, Service readiness review checklist, Production readiness checklist'],
    ['paas', 'PaaS checklist'],
    ['k8s', 'Kubernetes checklist'],
    ['restore a backup', 'Backups and recovery checklist'],
    ['new server', 'Server checklist'],
    ['celery', 'Task queues checklist'],
    ['nginx', 'Web server checklist'],
    ['schema migration', 'Database migration runbook'],
    ['certificates', '? Expired certificate runbook, HTTPS checklist'],
    ['secrets', 'Configuration and secrets checklist'],
    ['load test', '? Traffic peak checklist – Performance, Performance checklist'],
    ['monitering', 'Monitoring checklist'],
    ['static files', 'Static content checklist'],
  ])('“%s” is %j', (topic, title) => {
    expect(shown(findChecklist(shipped, topic))).toBe(title);
  });

  it.each(['sourdough bread', 'wedding', 'guitar lessons', 'tax return', 'marathon training', 'vacation'])(
    '“%s” shows none',
    (topic) => {
      expect(findChecklist(shipped, topic).kind).not.toBe('checklist');
    },
  );
});
