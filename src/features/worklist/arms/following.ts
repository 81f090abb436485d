import { say } from '../../../platform/words/words.js';
import { type Arm, actingFor, campaignOf, leads, ORGANIZED, OWN } from './arm.js';

const answersOverdue: Arm = {
  kind: 'ANSWERS_OVERDUE',
  description:
    'Questions to pledgers of one ask are not answered in time. They cannot pledge anew here until they answer; give them more time, or take the question back.',
  nextMutation: 'extendQuestion',
  subject: 'Ask',
  columns: {
    community: actingFor('a'),
    campaign: 'a.campaign_id',
    subject: 'a.id',
    since: 'min(q.due_at)',
    urgentAt: 'min(q.due_at)',
    count: 'count(*)',
    title: 'a.title',
  },
  from: `thread_question q JOIN ask a ON a.community_id = q.community_id AND a.id = q.ask_id ${campaignOf('a')}`,
  where: [
    leads('a', 'organizer'),
    'q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL',
    'q.due_at <= coalesce(q.held_since, now())',
  ],
  groupBy: 'a.community_id, a.id',
  says: ({ count, title }) =>
    count === 1 ? say`An answer about “${title}” is overdue.` : say`${count} answers about “${title}” are overdue.`,
};

const callsToMake: Arm = {
  kind: 'CALLS_TO_MAKE',
  description:
    'Pledges or reports for one ask were taken down by someone else, by phone or from paper. A second person calls back, or whoever said it confirms it.',
  nextMutation: 'noteCallBack',
  subject: 'Ask',
  columns: {
    community: 'e.community_id',
    campaign: 'e.campaign_id',
    subject: 'e.ask_id',
    dueAt: 'min(e.expires_at)',
    since: 'min(e.entered_at)',
    count: 'count(*)',
    title: 'a.title',
  },
  from: `assisted_entry e JOIN ask a ON a.community_id = e.community_id AND a.id = e.ask_id`,
  where: [
    `e.community_id = ANY ${ORGANIZED}`,
    `e.state = 'WAITING' AND e.expires_at > now()`,
    `e.entered_by <> ALL ${OWN} AND (e.membership_id IS NULL OR e.membership_id <> ALL ${OWN})`,
  ],
  groupBy: 'e.community_id, e.campaign_id, e.ask_id, a.title',
  says: ({ count, title }) =>
    count === 1
      ? say`Someone was written down for “${title}” and waits for a call back.`
      : say`${count} people were written down for “${title}” and wait for a call back.`,
};

/** What was said, and waits for a second word. */
export const following: readonly Arm[] = [answersOverdue, callsToMake];
