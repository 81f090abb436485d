import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { newsOf, type Notice, type NoticeNeeds, notices, type Topic } from '../notifications/index.js';

/** `work-attested` as `WORK_ATTESTED`. */
export const kindOf = (notice: string): string => notice.replaceAll('-', '_').toUpperCase();

const SAMPLE = { link: '', until: '(a time)' } as NoticeNeeds;
const kinds = Object.keys(notices) as Notice[];

/** Every notice there is, so that a new one needs no line here. */
export const NotificationKind = Object.fromEntries(kinds.map((notice) => [kindOf(notice), kindOf(notice)]));
registerEnumType(NotificationKind, {
  name: 'NotificationKind',
  description: 'What someone is told. More kinds may come: show the text of one that you do not know.',
  valuesMap: Object.fromEntries(
    kinds.map((notice) => [kindOf(notice), { description: newsOf(notices[notice], 'en', SAMPLE) }]),
  ),
});

export enum NotificationTopic {
  MY_PLEDGES = 'MY_PLEDGES',
  MY_STANDING = 'MY_STANDING',
  COMMUNITY_WORK = 'COMMUNITY_WORK',
  ROUNDS_AND_DECISIONS = 'ROUNDS_AND_DECISIONS',
  ACCOUNT_SAFETY = 'ACCOUNT_SAFETY',
}
registerEnumType(NotificationTopic, {
  name: 'NotificationTopic',
  description: 'What people choose about when they say how they want to be told.',
  valuesMap: {
    MY_PLEDGES: { description: 'What becomes of your own pledges and of the asks that they are to.' },
    MY_STANDING: { description: 'Your place in communities: admission, standing, duties.' },
    COMMUNITY_WORK: {
      description: 'What waits for you or concerns you in your community: reports, requests, removals.',
    },
    ROUNDS_AND_DECISIONS: { description: 'Rounds that open, close and are counted.' },
    ACCOUNT_SAFETY: {
      description:
        'The safety of your account and data. It always comes at once, also at night, and cannot be switched off.',
    },
  },
});

@ObjectType('Notification', {
  implements: () => [NodeType],
  description: 'Something that you were told. It is kept for 180 days, for you alone; apps do not see it.',
})
@Access(visible)
@Scope(ownSession)
export class NotificationType implements NodeType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  notice: Notice;
  facts: { until?: { at: string; zone: string } };
  communityId: string | null;
  campaignId: string | null;
  subjectType: string | null;
  subjectId: string | null;

  @Field(() => NotificationTopic, { description: 'What it is about.' })
  topic: Topic;

  @Field(() => Int, { description: 'How many times it happened: of one kind within an hour is one notification.' })
  times: number;

  @Field(() => DateTime, { description: 'When it happened; the latest, where it happened several times.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When you marked it read; null for what you have not.' })
  readAt: Date | null;
}
