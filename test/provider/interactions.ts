import { text } from 'node:stream/consumers';
import type { Interaction, KoaContextWithOIDC, Provider } from 'oidc-provider';

/** The person who signs in at the test IdPs. The page comes filled in, so that one click, or a script, is enough. */
export const PERSON = { login: 'demo-person', password: 'demo-password' } as const;

type Context = Pick<
  KoaContextWithOIDC,
  'req' | 'res' | 'path' | 'method' | 'status' | 'type' | 'body' | 'redirect'
>;

/**
 * The pages between an authorization request and its answer: a sign-in form, and a consent that is given unasked.
 * `accountId` is the `sub` of the person. The URL of a page is `interactionPath(uid)` below the issuer's path.
 */
export function addInteractions(provider: Provider, accountId: string): void {
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next() as Promise<void>;
    const interaction = await provider.interactionDetails(ctx.req, ctx.res);
    if (interaction.prompt.name === 'login') await logIn(ctx, provider, accountId);
    else await consent(ctx, provider, interaction);
  });
}

export const interactionPath = (uid: string): string => `/interaction/${uid}`;

/** What a person sees when there is no client to send an error to. */
export function renderError(ctx: Pick<Context, 'type' | 'body'>, out: object): void {
  ctx.type = 'text';
  ctx.body = JSON.stringify(out);
}

async function logIn(ctx: Context, provider: Provider, accountId: string): Promise<void> {
  const sent = ctx.method === 'POST' ? new URLSearchParams(await text(ctx.req)) : undefined;
  const isPerson = sent?.get('login') === PERSON.login && sent.get('password') === PERSON.password;
  if (isPerson) {
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, { login: { accountId } }));
    return;
  }
  ctx.status = sent === undefined ? 200 : 401;
  ctx.type = 'html';
  ctx.body = LOGIN_PAGE;
}

/** Grants everything that was asked for. */
async function consent(ctx: Context, provider: Provider, interaction: Interaction): Promise<void> {
  const { prompt, params, session, grantId } = interaction;
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant =
    known ?? new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = prompt.details as Missing;
  if (missingOIDCScope !== undefined) grant.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims !== undefined) grant.addOIDCClaims(missingOIDCClaims);
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {}))
    grant.addResourceScope(resource, scopes.join(' '));
  const result = { consent: { grantId: await grant.save() } };
  const merge = { mergeWithLastSubmission: true };
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, merge));
}

interface Missing {
  readonly missingOIDCScope?: string[];
  readonly missingOIDCClaims?: string[];
  readonly missingResourceScopes?: Readonly<Record<string, string[]>>;
}

const LOGIN_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in to the demo IdP</title></head>
<body>
<h1>Sign in to the demo IdP</h1>
<form method="post" action="">
<p><label>User <input name="login" value="${PERSON.login}" autocomplete="off"></label></p>
<p><label>Password <input name="password" type="password" value="${PERSON.password}" autocomplete="off"></label></p>
<p><button>Sign in</button></p>
</form>
</body>
</html>
`;
