import { Module } from '@nestjs/common';
import { CommunityRecordCheckResolver, RecordFaultsResolver } from './record-check.resolver.js';
import { RecordHeadClock } from './record-head-clock.js';
import { RecordHeadsController } from './record-heads.controller.js';
import { RecordHeadsQueries } from './record-heads.queries.js';
import { CommunityRecordResolver, RecordEntriesResolver } from './record-reading.resolver.js';

@Module({
  controllers: [RecordHeadsController],
  providers: [
    CommunityRecordResolver,
    CommunityRecordCheckResolver,
    RecordEntriesResolver,
    RecordFaultsResolver,
    RecordHeadClock,
    RecordHeadsQueries,
  ],
})
export class RecordReadingModule {}
