import { Module } from '@nestjs/common';
import { Painter } from '../../platform/pictures/painter.js';
import { EmbedsController } from './embeds.controller.js';
import { OembedController } from './oembed.controller.js';
import { PublicFigures } from './public-figures.js';

/** What is served to people without GraphQL: pages, pictures, files. */
@Module({ controllers: [EmbedsController, OembedController], providers: [Painter, PublicFigures] })
export class PagesModule {}
