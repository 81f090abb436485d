import { Controller, Get, Req, Res } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { sendPage } from '../pages/send-page.js';

const MAX_AGE = 300;

/** The public contract as a text, for tools that make clients of it. It is no secret: it stands in the repository. */
@Controller()
export class SchemaController {
  private text: string | undefined;

  constructor(private readonly host: GraphQLSchemaHost) {}

  @Get('schema.graphql')
  read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.text ??= `${printSchema(lexicographicSortSchema(this.host.schema))}\n`;
    void reply.header('access-control-allow-origin', '*');
    sendPage(request, reply, { body: this.text, type: 'text/plain; charset=utf-8', maxAge: MAX_AGE });
  }
}
