import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';

@Entity('campaign')
export class Campaign {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'community_id' }) communityId: string;
  @Column('text') handle: string;
  @Column('text') name: string;
  @Column('text') state: string;
}

@Entity('priority')
export class Priority {
  @PrimaryColumn('uuid') id: string;
  @Column('int', { nullable: true }) rank: number | null;
  @Column('text') statement: string;
}

@Entity('mandate')
export class Mandate {
  @PrimaryColumn('uuid') id: string;
  @Column('text') state: string;
  @Column('timestamptz') until: Date;
}

@Entity('ask')
export class Ask {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'community_id' }) communityId: string;
  @Column('uuid', { name: 'campaign_id' }) campaignId: string;
  @Column('text') title: string;
  @Column('text') kind: string;
  @Column('text') unit: string;
  @Column('text') state: string;
  @Column('int', { name: 'quantity_wanted' }) quantityWanted: number;
  @Column('text') place: string;
  @Column('int', { name: 'risk_tier' }) riskTier: number;
  @Column('timestamptz', { name: 'starts_at', nullable: true }) startsAt: Date | null;
  @Column('timestamptz', { name: 'ends_at', nullable: true }) endsAt: Date | null;
  @Column('timestamptz', { name: 'opened_at', nullable: true }) openedAt: Date | null;
  @Column('uuid', { name: 'mandate_id', nullable: true }) mandateId: string | null;
  @ManyToOne(() => Priority) @JoinColumn({ name: 'priority_id' }) priority: Relation<Priority>;
  @ManyToOne(() => Mandate, { nullable: true }) @JoinColumn({ name: 'mandate_id' }) mandate: Relation<Mandate> | null;
  @ManyToOne(() => Campaign) @JoinColumn({ name: 'campaign_id' }) campaign: Relation<Campaign>;
}

@Entity('membership')
export class Membership {
  @PrimaryColumn('uuid') id: string;
  @Column('text') pseudonym: string;
  @Column('int', { name: 'agreement_version', nullable: true }) agreementVersion: number | null;
}

@Entity('pledge')
export class Pledge {
  @PrimaryColumn('uuid', { name: 'community_id' }) communityId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'campaign_id' }) campaignId: string;
  @Column('uuid', { name: 'ask_id' }) askId: string;
  @Column('uuid', { name: 'mandate_id' }) mandateId: string;
  @Column('uuid', { name: 'pledger_id' }) pledgerId: string;
  @Column('text', { name: 'pledger_standing' }) pledgerStanding: string;
  @Column('bigint') turn: string;
  @Column('int') quantity: number;
  @Column('timestamptz', { name: 'plan_when' }) planWhen: Date;
  @Column('text', { name: 'plan_where' }) planWhere: string;
  @Column('text', { name: 'plan_first_step' }) planFirstStep: string;
  @Column('int', { name: 'brief_version' }) briefVersion: number;
  @Column('int', { name: 'terms_version' }) termsVersion: number;
  @Column('int', { name: 'agreement_version', nullable: true }) agreementVersion: number | null;
  @Column('int', { name: 'risk_tier_accepted' }) riskTierAccepted: number;
  @Column('text') state: string;
  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @ManyToOne(() => Membership) @JoinColumn({ name: 'pledger_id' }) pledger: Relation<Membership>;
}

/** What both kinds of counters have. */
abstract class Figures {
  @PrimaryColumn('uuid', { name: 'ask_id' }) askId: string;
  @Column('uuid', { name: 'campaign_id' }) campaignId: string;
  @Column('int', { name: 'quantity_wanted' }) quantityWanted: number;
  @Column('int', { name: 'pledged_quantity', nullable: true }) pledgedQuantity: number | null;
  @Column('int', { name: 'waitlisted_count', nullable: true }) waitlistedCount: number | null;
  @Column('int', { name: 'waitlisted_quantity', nullable: true }) waitlistedQuantity: number | null;
  @Column('int', { name: 'reported_count', nullable: true }) reportedCount: number | null;
  @Column('int', { name: 'reported_quantity', nullable: true }) reportedQuantity: number | null;
  @Column('int', { name: 'attested_count', nullable: true }) attestedCount: number | null;
  @Column('int', { name: 'attested_quantity', nullable: true }) attestedQuantity: number | null;
  @Column('int', { name: 'sent_back_count', nullable: true }) sentBackCount: number | null;
  @Column('int', { name: 'stepped_back_count', nullable: true }) steppedBackCount: number | null;
  @Column('int', { name: 'cancelled_count', nullable: true }) cancelledCount: number | null;
  @Column('int', { name: 'never_started_count', nullable: true }) neverStartedCount: number | null;
}

@Entity('ask_tally')
export class Tally extends Figures {
  @Column('int', { name: 'places_taken' }) pledgedCount: number;
  @ManyToOne(() => Ask) @JoinColumn({ name: 'ask_id' }) ask: Relation<Ask>;
  isExact = true;
  get state(): string {
    return this.ask.state;
  }
}

@Entity('public_figure')
export class PublicFigure extends Figures {
  @Column('int', { name: 'pledged_count', nullable: true }) pledgedCount: number | null;
  @Column('text') state: string;
  @Column('bool', { name: 'is_exact' }) isExact: boolean;
}

@Entity('record_entry')
export class RecordEntry {
  @PrimaryColumn('uuid', { name: 'community_id' }) communityId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: string;
  @Column('uuid', { name: 'actor_id' }) actorId: string;
  @Column('text', { name: 'actor_role' }) actorRole: string;
  @Column('uuid', { name: 'campaign_id' }) campaignId: string;
  @Column('text', { name: 'subject_type' }) subjectType: string;
  @Column('uuid', { name: 'subject_id' }) subjectId: string;
  @Column('jsonb') details: object;
}

@Entity('outbox_event')
export class OutboxEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'community_id' }) communityId: string;
  @Column('text') kind: string;
  @Column('uuid', { name: 'subject_id' }) subjectId: string;
  @Column('jsonb') data: object;
}

@Entity('idempotency')
export class Idempotency {
  @PrimaryColumn('text') scope: string;
  @PrimaryColumn('text') key: string;
  @Column('text') operation: string;
  @Column('bytea', { name: 'request_hash' }) requestHash: Buffer;
  @Column('jsonb', { nullable: true }) result: { pledgeId: string } | null;
}

export const entities = [
  Campaign,
  Priority,
  Mandate,
  Ask,
  Membership,
  Pledge,
  Tally,
  PublicFigure,
  RecordEntry,
  OutboxEvent,
  Idempotency,
];
