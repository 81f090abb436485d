import { Module } from '@nestjs/common';
import { FulfilmentClock } from './fulfilment-clock.js';

@Module({ providers: [FulfilmentClock], exports: [FulfilmentClock] })
export class FulfilmentClockModule {}
