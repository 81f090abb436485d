import { Module } from '@nestjs/common';
import { CommunityRecordResolver, RecordEntriesResolver } from './record-reading.resolver.js';

@Module({ providers: [CommunityRecordResolver, RecordEntriesResolver] })
export class RecordReadingModule {}
