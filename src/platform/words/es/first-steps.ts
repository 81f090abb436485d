export const firstSteps = {
  'There is no such template. Choose one of {0}.': 'No existe esa plantilla. Elige una de estas: {0}.',
};
