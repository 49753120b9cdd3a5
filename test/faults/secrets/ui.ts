/** The browser UI without a browser: its launch, its session, its calls and its events. */
import type { Stage } from './flows.ts';

/** Answers what let this side in: canaries from now on. */
export async function useUi(stage: Stage, address: string): Promise<Readonly<Record<string, string>>> {
  const url = new URL((await stage.home.fob(['ui', '--no-open'])).trim());
  const launch = new URLSearchParams(url.hash.slice(1)).get('launch') ?? '';
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const opened = await post('/session', { launch });
  const { session } = (await opened.json()) as { session: string };
  const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';');
  const headers = { cookie, 'x-fob-session': session };

  const over = new AbortController();
  const events = await fetch(`${url.origin}/api/events`, { headers, signal: over.signal });
  const listening = listen(events, (text) => stage.seen('events of the UI', text));
  const calls: readonly (readonly [string, unknown])[] = [
    ['snapshot.get', undefined],
    ['tokens.claims', { address }],
    ['tokens.userinfo', { address }],
    ['tokens.refresh', { address }],
    ['history.activity', {}],
    ['history.profile', { address }],
    ['profiles.show', { address }],
    ['secrets.set', { address, member: 'nothing', value: 'x' }],
    ['sessions.login', { address }],
    ['sessions.cancel', { address }],
  ];
  for (const echo of [false, true]) {
    stage.idp.echo = echo;
    for (const [name, argument] of calls) {
      const answer = await post(`/api/${name}`, { argument }, headers);
      stage.seen(`/api/${name}`, await answer.text());
    }
  }
  stage.idp.echo = false;
  for (const path of ['/', '/session', '/sessions', '/nothing'])
    stage.seen(path, await (await fetch(url.origin + path)).text());
  stage.seen('/session', await (await post('/session', { launch })).text());
  over.abort();
  await listening;
  return { 'launch token': launch, 'UI session': session, 'UI cookie': cookie.split('=')[1] ?? '' };
}

async function listen({ body }: Response, hear: (text: string) => void): Promise<void> {
  let all = '';
  try {
    for await (const chunk of body ?? []) all += Buffer.from(chunk).toString();
  } catch {
    // It was ended from this side.
  }
  if (!all.includes('snapshot.changed')) throw new Error('the UI heard nothing');
  hear(all);
}
