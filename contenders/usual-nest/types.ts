import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsInt, IsISO8601, IsOptional, IsString, Length, Max, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';

export enum AskOrder {
  OPENED = 'OPENED',
}
registerEnumType(AskOrder, { name: 'AskOrder' });

@ObjectType()
export class Figure {
  @Field(() => Int, { nullable: true }) value: number | null;
}

@ObjectType()
export class Share {
  @Field(() => Float, { nullable: true }) value: number | null;
}

@ObjectType()
export class Measure {
  @Field(() => Figure) count: Figure;
  @Field(() => Figure) quantity: Figure;
}

@ObjectType()
export class Progress {
  @Field(() => Int) wanted: number;
  @Field(() => Measure) pledged: Measure;
  @Field(() => Measure) waitlisted: Measure;
  @Field(() => Measure) reported: Measure;
  @Field(() => Measure) attested: Measure;
  @Field(() => Figure) sentBack: Figure;
  @Field(() => Figure) steppedBack: Figure;
  @Field(() => Figure) cancelled: Figure;
  @Field(() => Figure) neverStarted: Figure;
  @Field(() => Share) shareAttested: Share;
}

@ObjectType('Priority')
export class PriorityType {
  @Field(() => Int, { nullable: true }) rank: number | null;
  @Field(() => String) statement: string;
}

@ObjectType('Membership')
export class MembershipType {
  @Field(() => String) pseudonym: string;
}

@ObjectType('Ask')
export class AskType {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => String) kind: string;
  @Field(() => String) unit: string;
  @Field(() => String) state: string;
  @Field(() => Int) quantityWanted: number;
  @Field(() => String, { nullable: true }) place: string | null;
  @Field(() => Date, { nullable: true }) startsAt: Date | null;
  @Field(() => PriorityType, { nullable: true }) priority: PriorityType | null;
}

@ObjectType('Pledge')
export class PledgeType {
  @Field(() => ID) id: string;
  @Field(() => Int) quantity: number;
  @Field(() => String) state: string;
  @Field(() => Date) createdAt: Date;
  @Field(() => Int, { nullable: true }) turn: number | null;
  @Field(() => MembershipType, { nullable: true }) pledger: MembershipType | null;
  @Field(() => AskType, { nullable: true }) ask: AskType | null;
}

@ObjectType()
export class AskConnection {
  @Field(() => [AskType]) nodes: AskType[];
}

@ObjectType()
export class PledgeConnection {
  @Field(() => [PledgeType]) nodes: PledgeType[];
}

@ObjectType('Campaign')
export class CampaignType {
  @Field(() => ID) id: string;
  @Field(() => String) handle: string;
  @Field(() => String) name: string;
  @Field(() => String) state: string;
}

@ObjectType()
export class UserError {
  @Field(() => String) code: string;
  @Field(() => [String], { nullable: true }) path: string[] | null;
}

@ObjectType()
export class MakePledgePayload {
  @Field(() => PledgeType, { nullable: true }) pledge: PledgeType | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class PlanInput {
  @Field(() => String) @IsISO8601() when: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @Length(0, 300) where?: string | null;
  @Field(() => String) @IsString() @Length(1, 500) firstStep: string;
}

@InputType()
export class MakePledgeInput {
  @Field(() => String, { nullable: true }) @IsOptional() @Length(8, 100) idempotencyKey?: string | null;
  @Field(() => ID) @IsString() @Length(36, 36) askId: string;
  @Field(() => Int, { nullable: true }) @IsOptional() @IsInt() @Min(1) @Max(1_000_000) quantity?: number | null;
  @Field(() => PlanInput) @ValidateNested() @Type(() => PlanInput) plan: PlanInput;
  @Field(() => Int) @IsInt() briefVersion: number;
  @Field(() => Int) @IsInt() termsVersion: number;
  @Field(() => Int, { nullable: true }) @IsOptional() @IsInt() agreementVersion?: number | null;
  @Field(() => Int) @IsInt() acceptedRiskTier: number;
}
