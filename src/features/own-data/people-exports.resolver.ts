import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { CommunityType, membershipById, MembershipType } from '../communities/index.js';
import {
  canApprovePeopleExport,
  canDownloadPeopleExport,
  canRequestPeopleExport,
  canSeePeopleExports,
} from './own-data.policy.js';
import {
  ApprovePeopleExportInput,
  ApprovePeopleExportPayload,
  DownloadPeopleExportInput,
  DownloadPeopleExportPayload,
  PeopleExportType,
  RequestPeopleExportInput,
  RequestPeopleExportPayload,
} from './people-export.graphql.js';
import { peopleExportById, peopleExportList } from './people-export.loaders.js';
import { PeopleExportsService } from './people-exports.service.js';

@Resolver(() => PeopleExportType)
export class PeopleExportsResolver {
  constructor(private readonly exports: PeopleExportsService) {}

  @Access(canRequestPeopleExport)
  @Mutation(() => RequestPeopleExportPayload, {
    description:
      'Asks for the list of the people of your community. Another affected person approves it, and everyone affected can read why.',
  })
  async requestPeopleExport(
    @CurrentActor() actor: Actor,
    @Args('input') input: RequestPeopleExportInput,
    @Load() load: LoadFunction,
  ): Promise<RequestPeopleExportPayload> {
    const { exportId } = await this.exports.request(actor, input);
    return { peopleExport: await load(peopleExportById, exportId), userErrors: [] };
  }

  @Access(canApprovePeopleExport)
  @Mutation(() => ApprovePeopleExportPayload, {
    description: 'Agrees, as the second person, that the list of people is taken. Nobody approves what they asked for.',
  })
  async approvePeopleExport(
    @CurrentActor() actor: Actor,
    @Args('input') input: ApprovePeopleExportInput,
    @Load() load: LoadFunction,
  ): Promise<ApprovePeopleExportPayload> {
    const { exportId } = await this.exports.approve(actor, input);
    return { peopleExport: await load(peopleExportById, exportId), userErrors: [] };
  }

  @Access(canDownloadPeopleExport)
  @Mutation(() => DownloadPeopleExportPayload, {
    description:
      'Takes the list that you asked for and someone else approved: once, within 24 hours. Every affected person is told.',
  })
  async downloadPeopleExport(
    @CurrentActor() actor: Actor,
    @Args('input') input: DownloadPeopleExportInput,
    @Load() load: LoadFunction,
  ): Promise<DownloadPeopleExportPayload> {
    const { exportId, csv } = await this.exports.download(actor, input);
    return { peopleExport: await load(peopleExportById, exportId), csv, userErrors: [] };
  }

  @ResolveField(() => MembershipType, { nullable: true, description: 'Who asked, if you may know who it is.' })
  @Access(visible)
  requestedBy(@Parent() one: PeopleExportType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(membershipById, one.requestedById);
  }

  @ResolveField(() => MembershipType, { nullable: true, description: 'Who agreed, if you may know who it is.' })
  @Access(visible)
  async approvedBy(@Parent() one: PeopleExportType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return one.approvedById === null ? null : load(membershipById, one.approvedById);
  }
}

const PeopleExportConnection = Connection(PeopleExportType);

@Resolver(() => CommunityType)
export class CommunityPeopleExportsResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PeopleExportConnection, {
    nullable: true,
    description: 'Who asked for the list of people, why, and whether it was taken: newest first.',
  })
  @Access(canSeePeopleExports)
  @Scope(ownSession)
  peopleExports(
    @Parent() community: CommunityType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<PeopleExportType>> {
    const parent = { 'e.community_id': community.id };
    return this.pager.children(load, { ...peopleExportList(), parent }, page);
  }
}
