import { Module } from '@nestjs/common';
import { MandateClock } from './mandate-clock.js';

@Module({ providers: [MandateClock], exports: [MandateClock] })
export class MandateClockModule {}
