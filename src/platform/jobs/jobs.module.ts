import { Global, Module } from '@nestjs/common';
import type { Config } from '../../config.js';
import { CONFIG } from '../http/config.token.js';
import { Background, BACKGROUND, type BackgroundSettings } from './background.js';
import { BackgroundHealth } from './background-health.js';
import { Clocks } from './clocks.js';
import { EventHandlers } from './event-handlers.js';
import { Forgetting } from './forgetting.js';
import { RecordSealer } from './record-sealer.js';
import { Relay } from './relay.js';

/** What happens after a commit: events, clocks and the record's seal. */
@Global()
@Module({
  providers: [
    {
      provide: BACKGROUND,
      inject: [CONFIG],
      useFactory: (config: Config): BackgroundSettings => ({
        runs: config.runsBackground ?? config.env !== 'test',
      }),
    },
    EventHandlers,
    Clocks,
    Relay,
    RecordSealer,
    Forgetting,
    BackgroundHealth,
    Background,
  ],
  exports: [EventHandlers, Clocks, Relay, RecordSealer, Forgetting, BackgroundHealth],
})
export class JobsModule {}
