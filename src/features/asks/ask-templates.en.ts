import type { TemplateKey, TemplateWords } from './ask-template-words.js';

export const english: Readonly<Record<TemplateKey, TemplateWords>> = {
  'show-up': {
    title: 'Stand with us',
    description: 'Come and be there with us. We tell you where to stand and what is planned when you arrive.',
    unit: 'people',
    dos: 'Come ten minutes early. Ask the people in charge what is needed.',
    donts: 'Do not speak to the press or the police for us. Do not post faces.',
  },
  'speak-up': {
    title: 'Speak for yourself',
    description:
      'Say in public, in your own words, what this is like. For those of us whom it concerns; nobody has to.',
    unit: 'speakers',
    dos: 'Say what you want to say and leave out what you do not. We sit beside you if you like.',
    donts: 'Do not name anyone who has not agreed to it.',
  },
  amplify: {
    title: 'Pass it on',
    description: 'Bring our leaflet to your workplace, school, congregation or neighbours, and talk about it.',
    unit: 'places',
    dos: 'Use our words and our pictures as they are.',
    donts: 'Do not tell stories of ours that we have not published.',
  },
  skill: {
    title: 'Lend us your trade',
    description: 'Do for us what you do for a living: advise, repair, look after children, keep accounts.',
    unit: 'hours',
    dos: 'Say what you can do and what you cannot. Explain it so that we can do it ourselves next time.',
    donts: 'Do not take decisions for us. Do not tell anyone what you see here.',
  },
  translate: {
    title: 'Translate a letter',
    description: 'Translate letters and notices so that everyone here can read them. We send you the text.',
    unit: 'pages',
    dos: 'Use plain words. Ask when a word could harm someone.',
    donts: 'Do not keep copies. Do not put the text into online tools.',
  },
  'lend-a-room': {
    title: 'Lend us a room',
    description: 'We need a room to meet in, reachable without steps, for about two hours.',
    unit: 'meetings',
    dos: 'Leave us the keys, or open and close. Tell us about toilets and heating.',
    donts: 'Do not stay for the meeting unless we invite you.',
  },
  transport: {
    title: 'Drive people to a hearing',
    description: 'Pick people up, bring them to the hearing and home again.',
    unit: 'seats',
    dos: 'Be on time. Say if your car has steps or takes a wheelchair.',
    donts: 'Do not ask about anyone’s papers or case.',
  },
  money: {
    title: 'Share what you can',
    description: 'Give to our common fund. We say how to send it, what it is for and, later, where it went.',
    unit: 'euros',
    dos: 'Give what you can go on giving. Ask us for the account; we do not post it.',
    donts: 'Do not ask for thanks, a say or a name in return. Do not collect in our name.',
  },
  supply: {
    title: 'Bring what is on the list',
    description: 'Bring things from our list, in good repair. We tell you where to leave them and when.',
    unit: 'things',
    dos: 'Ask before you bring something else. Say if it is a loan.',
    donts: 'Do not bring what you would not use yourself.',
  },
  'change-practice': {
    title: 'Change how your own place does it',
    description:
      'Have a rule or a habit changed at your workplace, school or club. We say which, and what would be better.',
    unit: 'places',
    dos: 'Find out who decides. Do it in your own name, and tell us how it went, also if it did not.',
    donts: 'Do not settle for less in our name. Do not name any of us.',
  },
  'contact-decision-maker': {
    title: 'Write to the decision-maker',
    description: 'Write or call in your own name and say what we demand. We give you the points that matter.',
    unit: 'letters',
    dos: 'Say who you are and why it concerns you. Keep to our demand.',
    donts: 'Do not offer compromises. Do not speak for us.',
  },
  'challenge-own-circle': {
    title: 'Speak up among your own',
    description:
      'Say something when family, friends or colleagues talk of us as they do. We give you words that have helped.',
    unit: 'conversations',
    dos: 'Speak of what you have seen and learnt yourself. Stay in the conversation.',
    donts: 'Do not bring us along as an example. Do not tell us what was said unless we ask.',
  },
  host: {
    title: 'Have someone to stay',
    description:
      'Have one of us to stay for the night, or cook for a group. We tell you who, how many and for how long.',
    unit: 'nights',
    dos: 'Say what your home is like: steps, pets, who lives there. Give people a door that they can close.',
    donts: 'Do not ask why someone needs it. Do not tell anyone that they are there.',
  },
  'listen-and-learn': {
    title: 'Come and listen',
    description: 'Come to an evening at which we tell how it is, and read beforehand what we send you.',
    unit: 'people',
    dos: 'Read it first. Listen to the end. Ask at the end, or afterwards.',
    donts: 'Do not record. Do not answer with a story of your own.',
  },
  'lend-a-hand': {
    title: 'Lend a hand',
    description: 'Come and help with whatever is needed that day: tables, soup, envelopes.',
    unit: 'hours',
    dos: 'Ask what comes next. Stay as long as you said.',
    donts: 'Do not reorganize things. Do not take pictures.',
  },
};
