import { Module } from '@nestjs/common';
import { DataExportController } from './data-export.controller.js';
import { DataExportsService } from './data-exports.service.js';
import { ErasureService } from './erasure.service.js';
import { OwnDataQueries } from './own-data.queries.js';
import { OwnDataResolver } from './own-data.resolver.js';
import { CommunityPeopleExportsResolver, PeopleExportsResolver } from './people-exports.resolver.js';
import { PeopleExportsService } from './people-exports.service.js';
import { RetentionClock } from './retention-clock.js';

@Module({
  controllers: [DataExportController],
  providers: [
    CommunityPeopleExportsResolver,
    DataExportsService,
    ErasureService,
    OwnDataQueries,
    OwnDataResolver,
    PeopleExportsResolver,
    PeopleExportsService,
    RetentionClock,
  ],
  exports: [RetentionClock],
})
export class OwnDataModule {}
