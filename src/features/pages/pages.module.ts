import { Module } from '@nestjs/common';
import { Painter } from '../../platform/pictures/painter.js';
import { AssetsController } from './assets.controller.js';
import { CampaignPageController } from './campaign-page.controller.js';
import { CampaignViews } from './campaign-views.js';
import { EmbedsController } from './embeds.controller.js';
import { OembedController } from './oembed.controller.js';
import { ProgressFilesController } from './progress-files.controller.js';
import { ProgressRows } from './progress-rows.js';
import { PublicFigures } from './public-figures.js';

/** What is served to people without GraphQL: pages, pictures, files. */
@Module({
  controllers: [AssetsController, CampaignPageController, EmbedsController, OembedController, ProgressFilesController],
  providers: [CampaignViews, Painter, ProgressRows, PublicFigures],
})
export class PagesModule {}
