export const coalitions = {
  'Several communities vote, each by its own roll and with its own quorum. Each has the same voice, however many of it vote.':
    'Votan varias comunidades, cada una con su propio padrón y su propio quórum. Todas tienen la misma voz, vote cuanta gente vote en cada una.',
  'Several communities vote, each by its own roll and with its own quorum. Each person who votes has the same voice.':
    'Votan varias comunidades, cada una con su propio padrón y su propio quórum. Cada persona que vota tiene la misma voz.',
  'Someone affected in two of these communities can vote in each, so one person may be behind two ballots.':
    'Quien esté entre las personas afectadas de dos de estas comunidades puede votar en cada una, así que una misma persona puede estar detrás de dos votos.',
  'This community leads the campaign already. Keep the invitation for another one.':
    'Esta comunidad ya lidera la campaña. Guarda la invitación para otra.',
  'A community leads its own campaigns without an invitation. Hand it to another community.':
    'Una comunidad lidera sus propias campañas sin invitación. Entrégala a otra comunidad.',
  'Twenty communities lead this campaign beside its host, the most there can be. Join once one has left.':
    'Veinte comunidades lideran esta campaña junto con la anfitriona, el máximo posible. Únete cuando alguna se haya ido.',
  'This community does not lead the campaign beside its host, or left it. There is nothing more to do.':
    'Esta comunidad no lidera la campaña junto con la anfitriona, o ya se fue. No queda nada por hacer.',
  'The campaign has concluded. Start another one to lead it together.':
    'La campaña concluyó. Empieza otra para liderarla en conjunto.',
};
