import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { UserError } from '../../platform/graphql/errors.js';
import { MutationPayload, Payload, UserErrorType } from '../../platform/graphql/payload.js';
import type { Words } from '../../platform/words/words.js';
import { AllyRequestType } from '../allies/index.js';
import { SessionType } from '../people/index.js';
import { PledgeType } from '../pledges/index.js';

export enum EntryKind {
  PLEDGE = 'PLEDGE',
  REPORT = 'REPORT',
}
registerEnumType(EntryKind, {
  name: 'EntryKind',
  description: 'What was taken down for someone.',
  valuesMap: {
    PLEDGE: { description: 'That they pledge.' },
    REPORT: { description: 'That they have done what they pledged.' },
  },
});

export enum EntryTaken {
  PHONE = 'PHONE',
  PAPER = 'PAPER',
  IN_PERSON = 'IN_PERSON',
}
registerEnumType(EntryTaken, {
  name: 'EntryTaken',
  description: 'How it came to the organizer.',
  valuesMap: {
    PHONE: { description: 'By phone.' },
    PAPER: { description: 'On paper, such as a sign-up sheet.' },
    IN_PERSON: { description: 'Said in person.' },
  },
});

export enum EntryState {
  WAITING = 'WAITING',
  CONFIRMED = 'CONFIRMED',
  CALLED_BACK = 'CALLED_BACK',
  WITHDRAWN = 'WITHDRAWN',
  EXPIRED = 'EXPIRED',
}
registerEnumType(EntryState, {
  name: 'EntryState',
  description: 'Where an entry stands.',
  valuesMap: {
    WAITING: { description: 'Counts for nothing yet.' },
    CONFIRMED: { description: 'The ally confirmed it.' },
    CALLED_BACK: { description: 'A second person called back and noted that it was meant so.' },
    WITHDRAWN: { description: 'Taken back.' },
    EXPIRED: { description: 'Nobody confirmed it within 30 days.' },
  },
});

@ObjectType('AssistedEntry', {
  description:
    'A pledge or report that an organizer took down for someone by phone or from paper. It counts once the ally confirms it, or a second person has called back.',
  implements: () => [NodeType],
})
@Access(visible)
export class AssistedEntryType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  campaignId: string;
  askId: string;
  membershipId: string | null;
  pledgeId: string | null;
  isOwnEntry: boolean;
  isOwnWord: boolean;

  @Field(() => EntryKind, { description: 'What was taken down.' })
  kind: EntryKind;

  @Field(() => EntryTaken, { description: 'How it came.' })
  taken: EntryTaken;

  @Field(() => EntryState, { description: 'Where it stands.' })
  state: EntryState;

  @Field(() => String, { nullable: true, description: 'What they want to be called; null once it is settled.' })
  name: string | null;

  @Field(() => Int, { description: 'How much, in the unit of the ask.' })
  quantity: number;

  @Field(() => DateTime, { nullable: true, description: 'When they plan to do it; null once it is settled.' })
  planWhen: Date | null;

  @Field(() => String, { description: 'What they said about it; empty once it is settled.' })
  note: string;

  @Field(() => DateTime, { description: 'When it was taken down.' })
  enteredAt: Date;

  @Field(() => DateTime, { description: 'Until when it can be confirmed; what was said is erased then.' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was confirmed, withdrawn or ran out.' })
  settledAt: Date | null;
}

@Payload('A pledge was taken down, and waits to be confirmed.')
export class EnterPledgePayload extends MutationPayload {
  @Field(() => AssistedEntryType, { nullable: true, description: 'The entry.' })
  entry?: AssistedEntryType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The link by which the person confirms it, without an account before. Shown now and never again; its end can be read out as a code. Null for someone who is an ally already: they confirm it signed in.',
  })
  link?: string | null;
}

@Payload('A report was taken down, and waits to be confirmed.')
export class EnterReportPayload extends MutationPayload {
  @Field(() => AssistedEntryType, { nullable: true, description: 'The entry. The pledger confirms it signed in.' })
  entry?: AssistedEntryType | null;
}

@ObjectType('EnteredSignUp', { description: 'What became of one row of a sign-up sheet.' })
@Access(visible)
export class EnteredSignUpType {
  @Field(() => Int, { description: 'The number of the row on the sheet.' })
  row: number;

  @Field(() => AssistedEntryType, { nullable: true, description: 'The entry; null if the row was refused.' })
  entry: AssistedEntryType | null;

  @Field(() => String, {
    nullable: true,
    description: 'The link by which the person confirms it. Shown now and never again.',
  })
  link: string | null;

  @Field(() => [UserErrorType], { description: 'What is wrong with the row; empty if it was taken.' })
  userErrors: UserError[];
}

@Payload('The rows of a sign-up sheet were taken down.')
export class EnterSignUpsPayload extends MutationPayload {
  @Field(() => [EnteredSignUpType], { nullable: true, description: 'Row by row, as they were sent.' })
  results?: EnteredSignUpType[] | null;
}

@Payload('An entry was confirmed by whoever said it.')
export class ConfirmEntryPayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge, or the one of which work was reported.' })
  pledge?: PledgeType | null;

  @Field(() => AllyRequestType, {
    nullable: true,
    description: 'The request that waits, where the community looks at each ally first: nothing is pledged yet.',
  })
  request?: AllyRequestType | null;

  @Field(() => String, { nullable: true, description: 'What to do next, for people.', middleware: [spoken] })
  nextStep?: Words | null;

  @Field(() => SessionType, { nullable: true, description: 'The session of an account that is new or was taken over.' })
  session?: SessionType | null;

  @Field(() => String, { nullable: true, description: 'The sign-in name of that account. Write it down.' })
  signInName?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Ten codes of that account, each of which signs in once. Shown now and never again.',
  })
  recoveryCodes?: string[] | null;
}

@Payload('A call back was noted, and what was taken down counts.')
export class NoteCallBackPayload extends MutationPayload {
  @Field(() => AssistedEntryType, { nullable: true, description: 'The entry.' })
  entry?: AssistedEntryType | null;

  @Field(() => PledgeType, {
    nullable: true,
    description: 'The pledge; null where the community looks at each ally first.',
  })
  pledge?: PledgeType | null;
}

@Payload('An entry was taken back.')
export class WithdrawEntryPayload extends MutationPayload {
  @Field(() => AssistedEntryType, { nullable: true, description: 'The entry.' })
  entry?: AssistedEntryType | null;
}
