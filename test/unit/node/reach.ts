/** A process of its own: `node reach.ts URL [CA]` asks once and prints the status, or the code and message of the error. */
import { errorView } from '../../../core/index.ts';
import { createUndiciHttp } from '../../../core/node/undici-http.ts';

const [, , url = '', ca] = process.argv;
const http = await createUndiciHttp(process.env)(
  { address: 's/e', ...(ca === undefined ? {} : { tls: { ca } }) },
  () => Promise.resolve({}),
);
try {
  const { status } = await http.request(
    url,
    { method: 'GET', headers: {} },
    { deadlineMs: 10_000, maxBytes: 1000 },
  );
  console.log(status);
} catch (error) {
  const { code, message } = errorView(error);
  console.log(`${code} ${message}`);
}
await http.close();
