import { Readable } from 'node:stream';
import { Controller, Get, HttpException, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ExportForm, DataExportsService } from './data-exports.service.js';
import { asJson, asPage, PAGE_POLICY } from './own-data.document.js';
import { OwnDataQueries } from './own-data.queries.js';

/** Where the links of `exportMyData` lead. Whatever is wrong with one, the answer is the same. */
@Controller('export')
export class DataExportController {
  constructor(
    private readonly exports: DataExportsService,
    private readonly queries: OwnDataQueries,
  ) {}

  @Get(':file')
  async read(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // Whoever only asks what is there, such as a preview, does not use the link up.
    if (request.method !== 'GET') throw new HttpException('', 405);
    const [, token, form] = /^([A-Za-z0-9_-]{43})\.(json|html)$/.exec(file) ?? [];
    if (token === undefined) throw new NotFoundException();
    const reader = await this.exports.open(token, form as ExportForm);
    if (!reader) throw new NotFoundException();
    const data = {
      madeAt: new Date(),
      communities: await this.queries.communities(reader),
      sections: await this.queries.sections(reader),
    };
    void reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
    if (form === 'json') {
      void reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="my-data.json"')
        .send(Readable.from(asJson(data)));
    } else {
      void reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', PAGE_POLICY)
        .send(Readable.from(asPage(data)));
    }
  }
}
