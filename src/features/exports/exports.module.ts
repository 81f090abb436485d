import { Module } from '@nestjs/common';
import { PledgeExportsController } from './pledge-exports.controller.js';
import { PledgeExportsQueries } from './pledge-exports.queries.js';
import { PledgeExportsService } from './pledge-exports.service.js';

@Module({ controllers: [PledgeExportsController], providers: [PledgeExportsQueries, PledgeExportsService] })
export class ExportsModule {}
