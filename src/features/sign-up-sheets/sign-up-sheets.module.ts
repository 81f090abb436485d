import { Module } from '@nestjs/common';
import { AsksModule } from '../asks/index.js';
import { SheetLinks } from './sheet-links.js';
import { SignUpSheetsController } from './sign-up-sheets.controller.js';
import { SignUpSheetsResolver } from './sign-up-sheets.resolver.js';
import { SignUpSheetsService } from './sign-up-sheets.service.js';

@Module({
  imports: [AsksModule],
  controllers: [SignUpSheetsController],
  providers: [SheetLinks, SignUpSheetsResolver, SignUpSheetsService],
})
export class SignUpSheetsModule {}
