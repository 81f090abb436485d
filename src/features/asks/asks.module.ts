import { Module } from '@nestjs/common';
import { AsksResolver } from './asks.resolver.js';

@Module({ providers: [AsksResolver] })
export class AsksModule {}
