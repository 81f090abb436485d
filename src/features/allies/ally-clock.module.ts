import { Module } from '@nestjs/common';
import { AllyClock } from './ally-clock.js';

@Module({ providers: [AllyClock], exports: [AllyClock] })
export class AllyClockModule {}
