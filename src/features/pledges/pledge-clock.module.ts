import { Module } from '@nestjs/common';
import { PledgeClock } from './pledge-clock.js';

@Module({ providers: [PledgeClock], exports: [PledgeClock] })
export class PledgeClockModule {}
