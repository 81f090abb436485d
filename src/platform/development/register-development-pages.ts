import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Config } from '../../config.js';
import { Mailbox } from '../mail/mailbox.js';
import { Mailer } from '../mail/mailer.js';
import {
  GRAPHIQL_PAGE,
  GRAPHIQL_START,
  GRAPHIQL_STYLES,
  type GraphiqlFiles,
  graphiqlFiles,
  NOT_INSTALLED,
  tabs,
} from './graphiql-page.js';
import { landingPage } from './landing-page.js';
import { mailPage } from './mail-page.js';
import { policy, sendPage, STYLES } from './page.js';

const TYPES: Record<string, string> = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' };

/** The pages for whoever tries or develops Accompany on their own machine. */
export function registerDevelopmentPages(app: NestFastifyApplication, config: Config): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  server.get('/', (_, reply) =>
    sendPage(reply, landingPage(config), policy({ 'script-src': "'self'", 'form-action': "'self'" })),
  );
  server.get('/favicon.ico', (_, reply) => reply.code(204).send());
  server.get('/development.css', (_, reply) => reply.type('text/css; charset=utf-8').send(STYLES));
  server.get('/mail', (_, reply) => {
    const mailer = app.get(Mailer, { strict: false });
    return sendPage(reply, mailPage(mailer instanceof Mailbox ? mailer : null));
  });
  const files = graphiqlFiles();
  if (files) serveGraphiql(server, files);
  else server.get('/graphiql', (_, reply) => sendPage(reply.code(404), NOT_INSTALLED));
}

function serveGraphiql(server: FastifyInstance, files: GraphiqlFiles): void {
  const contentSecurityPolicy = policy({
    'script-src': "'self'",
    // GraphiQL sets styles on elements, and its sheet carries its fonts and pictures within.
    'style-src': "'self' 'unsafe-inline'",
    'font-src': "'self' data:",
    'img-src': "'self' data:",
    'connect-src': "'self'",
  });
  server.get('/graphiql', (_, reply) => sendPage(reply, GRAPHIQL_PAGE, contentSecurityPolicy));
  server.get('/graphiql/start.js', (_, reply) => reply.type(TYPES['.js'] ?? '').send(GRAPHIQL_START));
  server.get('/graphiql/page.css', (_, reply) => reply.type(TYPES['.css'] ?? '').send(GRAPHIQL_STYLES));
  server.get('/graphiql/tabs.json', async (_, reply) => reply.header('cache-control', 'no-store').send(await tabs()));
  for (const [name, path] of files) {
    server.get(`/graphiql/${name}`, (_, reply): FastifyReply => {
      return reply
        .type(TYPES[extname(name)] ?? '')
        .header('cache-control', 'max-age=3600')
        .send(createReadStream(path));
    });
  }
}
