import { Module } from '@nestjs/common';
import { AssetsController } from './assets.controller.js';
import { CampaignPageController } from './campaign-page.controller.js';
import { CampaignViews } from './campaign-views.js';
import { PublicFigures } from './public-figures.js';

/** What is served to people without GraphQL: pages, pictures, files. */
@Module({
  controllers: [AssetsController, CampaignPageController],
  providers: [PublicFigures, CampaignViews],
})
export class PagesModule {}
