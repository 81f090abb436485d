import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { type Terminal, terminal } from '../commands/terminal.js';
import type { Config } from '../config.js';
import { CommandError } from '../platform/command-error.js';
import type { DatabaseUrls } from '../platform/database/urls.js';
import { Refusal } from '../platform/graphql/errors.js';
import { Asking } from './asking.js';
import { Campaigning } from './campaigning.js';
import { Casting } from './cast.js';
import { counted, type Made, tell } from './farewell.js';
import { FollowingThrough } from './following-through.js';
import { type Founded, Gathering } from './gathering.js';
import { type Plan, plan } from './plan.js';
import { type DemoServices, servicesOf } from './services.js';
import { affected, allies, demands, priorities } from './texts/index.js';
import { Watcher } from './watcher.js';

export interface DemoOptions {
  seed: number;
  /** Of the community and of its campaign. */
  handle: string;
}

/** Fills a fictional tenants' union through the services, each deed under its own person. Answers the exit code. */
export async function fillDemo(
  config: Config,
  urls: DatabaseUrls,
  { seed, handle }: DemoOptions,
  on: Terminal = terminal,
): Promise<number> {
  const app = await NestFactory.createApplicationContext(AppModule.with(config, urls), { logger: ['error'] });
  try {
    const planned = plan(seed);
    const watcher = new Watcher(on, stepsOf(planned));
    try {
      const made = await fill(servicesOf(app), handle, planned, watcher);
      watcher.end();
      tell(made, config, on);
    } finally {
      watcher.end();
    }
    return 0;
  } finally {
    await app.close();
  }
}

async function fill(services: DemoServices, handle: string, planned: Plan, watcher: Watcher): Promise<Made> {
  const gathering = new Gathering(services, new Casting(services), watcher);
  const campaigning = new Campaigning(services, watcher);
  const asking = new Asking(services, watcher);

  watcher.phase('Founding the union');
  const founded = await foundOnce(gathering, handle);
  await campaigning.begin(founded);
  watcher.phase('Gathering the tenants');
  const people = await gathering.affected(founded);
  await gathering.publishAgreement(founded);
  await campaigning.publishBrief(founded);
  watcher.phase('Naming demands and priorities');
  await campaigning.demand(founded);
  await campaigning.prioritise(founded, people);
  watcher.phase('Welcoming the allies');
  const helpers = await gathering.allies(handle, founded, planned.answers);
  const organizer = helpers[0] ?? founded.founder;
  watcher.phase('Writing the asks');
  const drafted = await asking.draft(founded, campaigning, planned.asks, people, organizer);
  await asking.open(campaigning, drafted, organizer);
  watcher.phase('Pledging, doing and attesting');
  const following = new FollowingThrough(services, { affected: people, allies: helpers }, watcher);
  for (const ask of drafted) {
    if (ask.pledges.length > 0) await following.run(ask);
    await asking.settle(ask, organizer);
  }
  return { handle, people, allies: helpers, counts: await counted(services, founded) };
}

async function foundOnce(gathering: Gathering, handle: string): Promise<Founded> {
  try {
    return await gathering.found(handle);
  } catch (error) {
    if (!(error instanceof Refusal) || error.errors.every(({ code }) => code !== 'HANDLE_TAKEN')) throw error;
    const other = handle === 'other' ? 'another' : 'other';
    throw new CommandError(
      `The handle "${handle}" is taken: the demo is here already, or one that was cut short. Nothing was changed.\n` +
        `For another beside it, with sign-ins of its own: npm run demo -- --handle ${other}`,
    );
  }
}

function stepsOf({ asks }: Plan): number {
  const pledges = asks.reduce((sum, ask) => sum + ask.pledges.length, 0);
  return affected.length + allies.length + demands.length + priorities.length - 1 + asks.length + pledges;
}
