import { Module } from '@nestjs/common';
import { CoalitionsResolver } from './coalitions.resolver.js';
import { CoalitionsService } from './coalitions.service.js';

@Module({ providers: [CoalitionsResolver, CoalitionsService] })
export class CoalitionsModule {}
