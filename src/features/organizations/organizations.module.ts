import { Module } from '@nestjs/common';
import {
  MembershipOrganizationResolver,
  OrganizationFieldsResolver,
  ViewerOrganizationsResolver,
} from './organization-fields.resolver.js';
import { OrganizationsResolver } from './organizations.resolver.js';
import { OrganizationsService } from './organizations.service.js';
import { RepresentativesService } from './representatives.service.js';

@Module({
  providers: [
    MembershipOrganizationResolver,
    OrganizationFieldsResolver,
    OrganizationsResolver,
    OrganizationsService,
    RepresentativesService,
    ViewerOrganizationsResolver,
  ],
})
export class OrganizationsModule {}
