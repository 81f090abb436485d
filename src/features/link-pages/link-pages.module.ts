import { Module } from '@nestjs/common';
import { LinkPagesController } from './link-pages.controller.js';
import { PledgeForms } from './pledge-forms.js';

/** Where the links in flyers, chats and mails lead. */
@Module({ controllers: [LinkPagesController], providers: [PledgeForms] })
export class LinkPagesModule {}
