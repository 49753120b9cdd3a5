/** Writes files of argv[3] bytes to argv[2] without end, each filled with one letter; prints a dot after each. */
import { createAtomicFiles } from '../../../core/node/atomic-files.ts';

const files = createAtomicFiles(process.argv[2] ?? '');
const size = Number(process.argv[3]);
for (let n = 0; ; n += 1) {
  await files.write('folder/file.json', new Uint8Array(size).fill(97 + (n % 26)), { keepPrevious: true });
  process.stdout.write('.');
}
