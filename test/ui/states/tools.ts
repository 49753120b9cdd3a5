/** The views beside the list: compare, inspect, why 401. */
import type { Page } from 'playwright-core';
import { en } from '../../../renderer/language/en.ts';
import { statesOf } from '../state.ts';
import { comparable, inspecting, jwtText } from '../scenarios/tokens.ts';
import { AT } from '../moment.ts';
import { goTo } from '../ways.ts';

const { compare, inspect, refusal } = en;

const comparison = async (page: Page) => {
  await goTo(page, 'compare');
  await page.getByRole('table', { name: compare.claims }).waitFor();
};

export const COMPARE_STATES = statesOf('compare', [
  { name: 'two environments', scenario: comparable, open: comparison },
  {
    name: 'only differences',
    scenario: comparable,
    open: async (page) => {
      await comparison(page);
      // The switch itself lies hidden beneath its picture.
      await page.getByRole('switch', { name: compare.onlyDifferences }).check({ force: true });
    },
  },
  {
    name: 'before and after a refresh',
    scenario: comparable,
    open: async (page) => {
      await goTo(page, 'compare');
      await page.getByRole('radio', { name: compare.refresh }).check({ force: true });
      await page.getByText(compare.previousNote).waitFor();
    },
  },
  {
    name: 'nothing at hand',
    scenario: 'empty',
    open: async (page) => {
      await goTo(page, 'compare');
      await page.getByText(compare.noneToCompare).waitFor();
    },
  },
]);

const inspection = (text: string, says: string | RegExp) => async (page: Page) => {
  await goTo(page, 'inspect');
  await page.getByRole('textbox', { name: inspect.input }).fill(text);
  await page.getByText(says).first().waitFor();
};

const GOOD = jwtText(AT, { scope: 'sls:idn sls:events' });
const JWE = `${Buffer.from('{"alg":"RSA-OAEP","enc":"A256GCM"}').toString('base64url')}.a.b.c.d`;

export const INSPECT_STATES = statesOf('inspect', [
  { name: 'empty', scenario: 'normal', open: (page) => goTo(page, 'inspect') },
  { name: 'a good token', scenario: 'normal', open: inspection(GOOD, inspect.decoded) },
  {
    name: 'verified against a profile',
    scenario: inspecting,
    open: async (page) => {
      await inspection(GOOD, inspect.decoded)(page);
      await page.getByRole('button', { name: inspect.verify.button, exact: true }).click();
      await page.getByText(en.claims.verification.verified, { exact: true }).waitFor();
    },
  },
  {
    name: 'a token with remarks',
    scenario: 'normal',
    open: inspection(
      `Authorization: Bearer ${jwtText(AT, { exp: 1_700_000_000_000, iss: 'http://idp.example' }, { alg: 'none' })}`,
      inspect.remarks.unsigned,
    ),
  },
  {
    name: 'in a URL',
    scenario: 'normal',
    open: inspection(`https://a.example/cb#access_token=${GOOD}`, inspect.places.url),
  },
  {
    name: 'broken',
    scenario: 'normal',
    open: inspection('eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOi.x', inspect.broken),
  },
  { name: 'encrypted', scenario: 'normal', open: inspection(JWE, inspect.jwe) },
  { name: 'nothing in it', scenario: 'normal', open: inspection('hello', inspect.nothing) },
]);

const explanation = (text: string, says: string | RegExp) => async (page: Page) => {
  await goTo(page, 'refusal');
  await page.getByRole('textbox', { name: refusal.input }).fill(text);
  await page.getByText(says).first().waitFor();
};

const REFUSED = `HTTP/1.1 401 Unauthorized
WWW-Authenticate: Bearer error="invalid_token", error_description="The access token expired"

`;

export const REFUSAL_STATES = statesOf('why 401', [
  { name: 'empty', scenario: 'normal', open: (page) => goTo(page, 'refusal') },
  {
    name: 'findings',
    scenario: inspecting,
    open: explanation(
      `${REFUSED}curl -H 'Authorization: Bearer ${jwtText(AT, { exp: Math.floor(AT / 1000) - 600 })}' https://api.beta.salus.example/me`,
      refusal.causes.expired.title,
    ),
  },
  {
    name: 'no header',
    scenario: 'normal',
    open: explanation('curl -i https://api.beta.salus.example/me', refusal.causes.missing_header.title),
  },
  {
    name: 'nothing wrong',
    scenario: inspecting,
    open: explanation(
      `curl -H 'Authorization: Bearer ${GOOD}' https://api.beta.salus.example/me`,
      refusal.nothing,
    ),
  },
  { name: 'too little', scenario: 'normal', open: explanation('it does not work', refusal.nothingSeen) },
]);
