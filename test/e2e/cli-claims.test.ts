/** `fob claims` of an opaque token: what the IdP says of it, and of whom it is about. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { startPlainIdp } from './plain-idp.ts';
import { refusal } from './refusal.ts';
import { BROWSER, startSignInIdp } from './sign-in-idp.ts';
import type { SignInIdp } from './sign-in-idp.ts';

const ADDRESS = 'acme/user';

let idp: SignInIdp;
let home: FobHome;
let token: string;
beforeAll(async () => {
  [idp, home] = [await startSignInIdp(), await makeFobHome()];
  await home.fob(['profile', 'add', ADDRESS, ...idp.members]);
  await home.fob(['login', ADDRESS], { env: { BROWSER } });
  token = (await home.fob(['token', ADDRESS])).trimEnd();
  idp.requests.length = 0;
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await idp[Symbol.asyncDispose]();
});

const asked = (path: string): number => idp.requests.filter((each) => each === path).length;

it('says what the IdP says of it, and asks for no person that nobody wants to know', async () => {
  const text = await home.fob(['claims', ADDRESS]);
  expect(text).toMatch(/^access token: opaque; the IdP says it is active$/m);
  expect(text).toMatch(/^ {2}client_id +app$/m);
  expect(text).toMatch(/^ {2}exp +\d+ {2}\S+Z {2}in (59|1 h)/m);
  expect(text).toMatch(/^ID token: verified/m);
  expect(text).not.toContain('userinfo');
  expect([asked('/token/introspection'), asked('/me')]).toEqual([1, 0]);
});

it('asks who it is about with --userinfo, and never shows the token', async () => {
  const text = await home.fob(['claims', ADDRESS, '--userinfo']);
  expect(text).toMatch(/^userinfo: the IdP says, about the subject of the ID token\n {2}sub +person-1$/m);
  const json = await home.json(['claims', ADDRESS, '--userinfo']);
  expect(json).toMatchObject({
    address: ADDRESS,
    verified: false,
    claims: null,
    introspection: { active: true, claims: { active: true, client_id: 'app', iss: idp.issuer } },
    id_token: { verified: true },
    userinfo: { subject: 'matches', claims: { sub: 'person-1' } },
  });
  expect(text + JSON.stringify(json)).not.toContain(token);
});

it('goes without an IdP that says nothing, and tells what to do; only --userinfo is then an error', async () => {
  const client = { client_id: 'batch', client_secret: 'canary-of-the-batch' };
  await using plain = await startPlainIdp([client]);
  const [address, members] = ['acme/batch', [`issuer=${plain.issuer}`, 'client_id=batch']];
  const vault = 'client_secret={"from":"vault"}';
  await home.fob(['profile', 'add', address, ...members, 'grant_type=client_credentials', vault]);
  await home.fob(['secret', 'set', address, 'client_secret'], { input: client.client_secret });
  const text = await home.fob(['claims', address]);
  expect(text).toMatch(
    /opaque; only its IdP knows what is in it\nThe IdP of acme\/batch names no introspection_/,
  );
  expect(await home.json(['claims', address])).toMatchObject({
    introspection: { active: null, reason: { code: 'usage' } },
  });
  const { message } = await refusal(home, ['claims', address, '--userinfo'], 'idp_refused');
  expect(message).toContain('userinfo_endpoint of acme/batch refused the access token');
});
