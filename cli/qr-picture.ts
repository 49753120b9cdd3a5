import { renderUnicodeCompact } from 'uqr';

/** Modules of light border; four are asked for (ISO/IEC 18004), and readers make do with two. */
const BORDER = 2;
/** Characters; a QR code ends at 2953, and a terminal long before. */
const LONGEST = 500;
const ON_WHITE = '\u001b[97;40m';
const PLAIN = '\u001b[0m';

/**
 * A QR code as lines of half blocks; `undefined` when it does not fit into `width` columns. Light is drawn and dark is left
 * out, so without its own colours it is right on dark terminals alone.
 */
export function qrPicture(
  text: string,
  { width, coloured }: { readonly width: number; readonly coloured: boolean },
): string | undefined {
  if (text.length > LONGEST) return undefined;
  const lines = renderUnicodeCompact(text, { border: BORDER }).split('\n');
  if ((lines[0] ?? '').length > width) return undefined;
  return (coloured ? lines.map((line) => `${ON_WHITE}${line}${PLAIN}`) : lines).join('\n');
}
