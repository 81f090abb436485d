import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { registerFrontPage } from './features/link-pages/index.js';
import { AccountsService } from './features/people/index.js';
import { CONFIG } from './platform/http/config.token.js';
import type { DatabaseUrls } from './platform/database/urls.js';
import { registerDevelopmentPages } from './platform/development/register-development-pages.js';
import { type Addition, createServer } from './platform/http/server.js';
import { openLive } from './platform/live/live-door.js';

/** Pages that only development serves. */
const developmentPages: readonly Addition[] = [registerDevelopmentPages];

export async function createApp(config: Config, urls: DatabaseUrls, logger?: Logger): Promise<NestFastifyApplication> {
  const pages = config.env === 'development' ? developmentPages : [registerFrontPage];
  return createServer(AppModule.with(config, urls), config, [openLive, ...pages], logger);
}

/** A link by which the first founder of this server signs up without e-mail; null once someone came in by it or by e-mail. */
export async function startLink(app: NestFastifyApplication): Promise<string | null> {
  const code = await app.get(AccountsService, { strict: false }).startCode();
  return code && `${app.get<Config>(CONFIG, { strict: false }).publicUrl}/#${code}`;
}
