export const pages = {
  'Send the address of a campaign as "url"; "maxwidth" and "maxheight" are whole numbers from 1.':
    'Envía la dirección de una campaña como "url"; "maxwidth" y "maxheight" son números enteros desde 1.',
  'The format is "json" or "xml".': 'El formato es "json" o "xml".',
};
