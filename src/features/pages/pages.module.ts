import { Module } from '@nestjs/common';
import { PublicFigures } from './public-figures.js';

/** What is served to people without GraphQL: pages, pictures, files. */
@Module({ providers: [PublicFigures] })
export class PagesModule {}
