/** As SVG. `margin` is the blank edge that readers need, in squares of the code. */
export async function qrCode(text: string, margin = 4): Promise<string> {
  const { toString } = await import('qrcode');
  return toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin });
}
