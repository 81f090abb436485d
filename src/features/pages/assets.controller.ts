import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../../platform/pages/send-page.js';
import { assets } from './assets.js';

/** What pages load besides themselves: scripts of ours, from memory. */
@Controller('assets')
export class AssetsController {
  @Get(':name')
  send(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const asset = assets.get(`/assets/${name}`);
    if (!asset) throw new NotFoundException();
    sendPage(request, reply, asset);
  }
}
