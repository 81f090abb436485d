import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readiness } from './readiness.js';

@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Touches no database: a process that waits for one must not be restarted for it. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: string; missing?: string[] }> {
    const missing = await this.readiness.missing();
    if (missing.length === 0) return { status: 'ok' };
    void reply.code(503);
    return { status: 'unavailable', missing };
  }
}
