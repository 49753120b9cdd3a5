/**
 * A browser without a screen, for the sign-in pages of the test IdPs: follows redirects and sends each form as it was
 * filled in, until a page has none. Usable as `BROWSER`: `BROWSER="node test/provider/scripted-browser.ts"`, with
 * `NODE_EXTRA_CA_CERTS` for IdPs with a private CA.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { CookieJar } from './cookie-jar.ts';
import { firstForm, refreshTarget } from './html-form.ts';

/** A sign-in has about ten pages and redirects. */
const MAX_STEPS = 30;

export interface BrowserOptions {
  /** CAs to trust in place of the usual ones, as PEM. */
  readonly ca?: string;
}

export interface Page {
  /** Where the browser ended. */
  readonly url: string;
  readonly status: number;
  readonly body: string;
}

/**
 * Signs in at an authorization URL of a test IdP, as a person would who says yes to everything, and ends at the
 * client's loopback redirect. Rejects when any page on the way is an error page, naming its path without the query.
 */
export async function signInByScript(authorizationUrl: string, options: BrowserOptions = {}): Promise<void> {
  await browse(authorizationUrl, options);
}

/** Signs in and confirms the code at a `verification_uri_complete` (RFC 8628 section 3.3.1). Rejects as above. */
export async function approveDevice(
  verificationUriComplete: string,
  options: BrowserOptions = {},
): Promise<void> {
  await browse(verificationUriComplete, options);
}

/** Answers the last page: the first without a redirect or a form. Also opens a `file:` page that redirects. */
export async function browse(url: string, { ca }: BrowserOptions = {}): Promise<Page> {
  const agent = new Agent(ca === undefined ? {} : { connect: { ca } });
  const jar = new CookieJar();
  try {
    let next: Step | undefined = await firstStep(url);
    let page: Page | undefined;
    for (let steps = 0; next !== undefined && steps < MAX_STEPS; steps += 1) {
      const shown = await show(next, agent, jar);
      page = shown.page;
      next = shown.next;
    }
    if (page === undefined || next !== undefined) throw new Error('the sign-in did not come to an end');
    return page;
  } finally {
    await agent.close();
  }
}

interface Step {
  readonly url: string;
  /** Sent as a form; without it the step is a GET. */
  readonly form?: string;
}

async function firstStep(url: string): Promise<Step> {
  if (!url.startsWith('file:')) return { url };
  const target = refreshTarget(await readFile(fileURLToPath(url), 'utf8'));
  if (target === undefined) throw new Error('the file leads nowhere');
  return { url: target };
}

async function show(
  step: Step,
  agent: Agent,
  jar: CookieJar,
): Promise<{ page: Page; next: Step | undefined }> {
  const { statusCode, headers, body } = await request(step.url, {
    dispatcher: agent,
    method: step.form === undefined ? 'GET' : 'POST',
    headers: {
      ...jar.headerFor(step.url),
      ...(step.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(step.form === undefined ? {} : { body: step.form }),
  });
  const page = { url: step.url, status: statusCode, body: await body.text() };
  jar.take(step.url, headers['set-cookie']);
  if (statusCode >= 400) throw new Error(`${withoutQuery(step.url)} answered ${statusCode}`);
  return { page, next: nextStep(page, headers.location) };
}

function nextStep({ url, status, body }: Page, location: string | string[] | undefined): Step | undefined {
  if (status >= 300 && typeof location === 'string') return { url: new URL(location, url).href };
  const refresh = refreshTarget(body);
  if (refresh !== undefined) return { url: new URL(refresh, url).href };
  const form = firstForm(body);
  if (form === undefined) return undefined;
  const target = new URL(form.action, url);
  const values = new URLSearchParams(form.values).toString();
  if (form.method === 'post') return { url: target.href, form: values };
  target.search = values;
  return { url: target.href };
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

if (import.meta.main) await signInByScript(process.argv[2] ?? '');
