import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import type { Config } from '../../../src/config.js';
import { registerDevelopmentPages } from '../../../src/platform/development/register-development-pages.js';
import { graphiqlFiles, tabs } from '../../../src/platform/development/graphiql-page.js';
import { CONFIG } from '../../../src/platform/http/config.token.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { MailModule } from '../../../src/platform/mail/mail.module.js';
import { Mailer } from '../../../src/platform/mail/mailer.js';

const config = { env: 'development', publicUrl: 'http://localhost:3000' } as Config;

@Global()
@Module({ imports: [MailModule], providers: [{ provide: CONFIG, useValue: config }], exports: [CONFIG] })
class TestModule {}

let app: NestFastifyApplication;
let mailbox: Mailbox;

beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(TestModule, new FastifyAdapter(), { logger: false });
  registerDevelopmentPages(app, config);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  mailbox = app.get<Mailbox>(Mailer, { strict: false });
});

afterAll(() => app.close());

const get = (path: string) => request(app.getHttpServer()).get(path);

describe('the pages of development', () => {
  it('say at / where to go', async () => {
    const { text } = await get('/').expect(200).expect('content-type', /html/);
    for (const target of ['href="/graphiql"', 'href="/mail"', 'http://localhost:3000/graphql'])
      expect(text).toContain(target);
  });

  it('say at /mail that there is none yet, then show mails newest first, inert', async () => {
    mailbox.clear();
    expect((await get('/mail').expect(200)).text).toContain('No mail yet.');
    await mailbox.send({ to: 'first@people.example', subject: 'First', text: 'one', html: '<p>one</p>' });
    await mailbox.send({
      to: '<b>@people.example',
      subject: '<script>alert(1)</script>',
      text: 'a < b',
      html: '<p onclick="x">"two"</p>',
    });
    const { text, headers } = await get('/mail').expect(200);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self';/);
    expect(headers['content-security-policy']).not.toMatch(/script-src|unsafe/);
    expect(text.indexOf('&lt;script&gt;')).toBeLessThan(text.indexOf('<h2>First</h2>'));
    expect(text).not.toMatch(/<script|<b>/);
    expect(text).toContain('srcdoc="&lt;p onclick=&quot;x&quot;&gt;&quot;two&quot;&lt;/p&gt;"');
    expect(text).toContain('<iframe sandbox title=');
  });

  it('keep the latest 200 mails', async () => {
    mailbox.clear();
    for (let n = 1; n <= 205; n += 1)
      await mailbox.send({ to: 'a@people.example', subject: `${n}`, text: '', html: '' });
    expect(mailbox.list()).toHaveLength(200);
    expect(mailbox.list()[0]!.subject).toBe('205');
  });

  it('load nothing from another machine', async () => {
    const paths = [
      '/',
      '/mail',
      '/graphiql',
      '/development.css',
      ...(graphiqlFiles() ? ['/graphiql/start.js', '/graphiql/page.css'] : []),
    ];
    for (const path of paths) {
      const { text, headers } = await get(path);
      expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
      if (headers['content-type']!.includes('html'))
        expect(headers['content-security-policy']).not.toMatch(/https?:|\*/);
    }
  });

  it('have the operations in tabs, in order, with the variables beside them', async () => {
    const found = await tabs();
    expect(found[0]!.query).toContain('mutation SignUp(');
    expect(JSON.parse(found[0]!.variables!)).toHaveProperty('input.link');
    for (const tab of found) expect(() => JSON.parse(tab.headers ?? '{}')).not.toThrow();
  });

  it('serve GraphiQL from its packages, or say how to install it', async () => {
    const page = await get('/graphiql');
    if (graphiqlFiles() === null) {
      expect(page.status).toBe(404);
      expect(page.text).toContain('npm ci');
      return;
    }
    expect(page.status).toBe(200);
    for (const [, path] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) await get(path!).expect(200);
    expect((await get('/graphiql/tabs.json').expect(200)).body).toHaveLength((await tabs()).length);
  });
});
