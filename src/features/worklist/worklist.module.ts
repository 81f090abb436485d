import { Module } from '@nestjs/common';
import { ViewerWorklistResolver, WorklistItemResolver } from './worklist.resolver.js';

@Module({ providers: [ViewerWorklistResolver, WorklistItemResolver] })
export class WorklistModule {}
