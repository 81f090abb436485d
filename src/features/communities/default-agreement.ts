/** What a question of an agreement is: asked of every ally before their first pledge. */
export interface AgreementQuestion {
  id: string;
  text: string;
  required: boolean;
}

/** The agreement as a joiner has to accept it. */
export interface CurrentAgreement {
  communityId: string;
  version: number;
  questions: AgreementQuestion[];
}

export interface AgreementText {
  text: string;
  questions: AgreementQuestion[];
}

const ENGLISH: AgreementText = {
  text: [
    'The people affected lead this campaign. We decide what matters, what is asked for and what was done.',
    'As an ally I do what I pledged, when I pledged it, and say early when I cannot.',
    'I do not speak for the community, to the press or to those in power, unless I am asked to.',
    'What I learn of people here stays here.',
    'If I cause harm I listen, and help to repair it.',
  ].join('\n'),
  questions: [
    {
      id: 'position',
      text: 'Where do you stand in this yourself? What do you not risk that the people affected do?',
      required: true,
    },
    { id: 'bring', text: 'What can you bring?', required: false },
  ],
};

const SPANISH: AgreementText = {
  text: [
    'Las personas afectadas dirigimos esta campaña. Decidimos qué importa, qué se pide y qué se hizo.',
    'Como persona aliada hago lo que prometí, cuando lo prometí, y aviso pronto si no puedo.',
    'No hablo por la comunidad, ni ante la prensa ni ante quienes tienen poder, si no me lo piden.',
    'Lo que sepa aquí de las personas se queda aquí.',
    'Si causo daño, escucho y ayudo a repararlo.',
  ].join('\n'),
  questions: [
    {
      id: 'position',
      text: '¿Cuál es tu posición en esto? ¿Qué no arriesgas tú que sí arriesgan las personas afectadas?',
      required: true,
    },
    { id: 'bring', text: '¿Qué puedes aportar?', required: false },
  ],
};

/** A beginning that a community replaces by its own words. */
export function defaultAgreement(language: string): AgreementText {
  return language.toLowerCase().startsWith('es') ? SPANISH : ENGLISH;
}
