import { encode } from 'uqr';
import { expect, it } from 'vitest';
import { qrPicture } from '../../../cli/qr-picture.ts';

const TEXT = 'https://login.example.com/device?user_code=WDJB-MJHT';
const BORDER = 2;

/** The modules that a picture shows, `true` for dark. */
function modulesOf(picture: string): boolean[][] {
  const lines = picture.replaceAll(/\u001b\[[\d;]*m/g, '').split('\n');
  return lines.flatMap((line) => [
    Array.from(line).map((character) => !'█▀'.includes(character)),
    Array.from(line).map((character) => !'█▄'.includes(character)),
  ]);
}

it.each([true, false])('shows every module of the code, coloured: %s', (coloured) => {
  const picture = qrPicture(TEXT, { width: 80, coloured }) ?? '';
  const { data } = encode(TEXT, { border: BORDER });
  expect(modulesOf(picture).slice(0, data.length)).toEqual(data);
  expect(picture.includes('\u001b')).toBe(coloured);
});

it('is left out where it does not fit', () => {
  const { size } = encode(TEXT, { border: BORDER });
  expect(qrPicture(TEXT, { width: size, coloured: false })).toBeDefined();
  expect(qrPicture(TEXT, { width: size - 1, coloured: false })).toBeUndefined();
  expect(qrPicture(`${TEXT}${'A'.repeat(5000)}`, { width: 10_000, coloured: false })).toBeUndefined();
});
