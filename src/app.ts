import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import type { DatabaseUrls } from './platform/database/urls.js';
import { type Addition, createServer } from './platform/http/server.js';

/** Pages that only development serves. */
const developmentPages: readonly Addition[] = [];

export async function createApp(config: Config, urls: DatabaseUrls): Promise<NestFastifyApplication> {
  return createServer(AppModule.with(config, urls), config, config.env === 'development' ? developmentPages : []);
}

/** The provider of a function that makes the first founder's link, or null where somebody already started. */
export const START_LINK = Symbol('START_LINK');

export async function startLink(app: NestFastifyApplication): Promise<string | null> {
  return app.get<() => Promise<string | null>>(START_LINK, { strict: false })();
}
