import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { pageLanguageOf } from '../../platform/pages/page-language.js';
import { doorPage } from './door.page.js';
import { sendForm } from './send-form.js';

/** At / is the door, as most links lead there. In development a page for developers stands in its place. */
export function registerFrontPage(app: NestFastifyApplication): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  server.get('/', (request, reply) => {
    const language = pageLanguageOf(undefined, request.headers['accept-language']);
    sendForm(reply, language, doorPage(language));
    return reply;
  });
}
