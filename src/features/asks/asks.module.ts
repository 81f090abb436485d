import { Module } from '@nestjs/common';
import { AskDetailsResolver } from './ask-details.resolver.js';
import { AskLinks } from './ask-links.js';
import { AskStatesService } from './ask-states.service.js';
import { AsksResolver } from './asks.resolver.js';
import { AsksService } from './asks.service.js';

@Module({
  providers: [AskDetailsResolver, AskLinks, AskStatesService, AsksResolver, AsksService],
  exports: [AskLinks, AskStatesService, AsksService],
})
export class AsksModule {}
