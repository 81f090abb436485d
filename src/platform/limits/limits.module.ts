import { Global, Module } from '@nestjs/common';
import { Budgets } from './budgets.js';
import { Limiters } from './limiters.js';

@Global()
@Module({ providers: [Budgets, Limiters], exports: [Budgets, Limiters] })
export class LimitsModule {}
