export const organizations = {
  'You represent this organization already. Keep the link for someone else.':
    'Ya representas a esta organización. Guarda el enlace para otra persona.',
  'Nobody else represents the organization. Invite someone first, or close it with closeOrganization.':
    'Nadie más representa a la organización. Invita primero a alguien, o ciérrala con closeOrganization.',
};
