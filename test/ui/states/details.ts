/** The details of an environment. */
import type { Page } from 'playwright-core';
import { en } from '../../../renderer/language/en.ts';
import { statesOf } from '../state.ts';
import { bound, claimsRefused, failingHistory } from '../scenarios/tokens.ts';
import { openDetails } from '../ways.ts';

const words = en.claims;

/** Opens the details of an address and waits for what they say of its token. */
const details = (address: string, says: string | RegExp) => async (page: Page) => {
  const panel = await openDetails(page, address);
  await panel.getByText(says).first().waitFor();
};

export const DETAIL_STATES = statesOf('details', [
  { name: 'verified', scenario: 'normal', open: details('salus/beta', words.verification.verified) },
  { name: 'decoded', scenario: 'normal', open: details('salus/dev', words.verification.decoded) },
  { name: 'not verified', scenario: 'normal', open: details('ifs/dev', words.verification.notVerified) },
  {
    name: 'ID token',
    scenario: 'normal',
    open: async (page) => {
      const panel = await openDetails(page, 'salus/beta');
      await panel.getByRole('tab', { name: words.token.id }).click();
      await panel.getByText('n-0S6_WzA2Mj').waitFor();
    },
  },
  { name: 'no token', scenario: 'normal', open: details('salus/prod', words.token.none) },
  {
    name: 'client certificate',
    scenario: 'normal',
    open: details('raidiam/sandbox', words.facts.certificate),
  },
  { name: 'claims cannot be read', scenario: claimsRefused, open: details('salus/beta', 'cannot be read') },
  { name: 'bound to a certificate', scenario: bound, open: details('salus/beta', words.binding.certificate) },
  { name: 'bound to another key', scenario: bound, open: details('salus/dev', words.binding.differs.dpop) },
  {
    name: 'bound, not compared',
    scenario: bound,
    open: details('ifs/dev', words.binding.unknown.certificate),
  },
  { name: 'opaque, active', scenario: 'opaque', open: details('hub/active', words.opaque.active) },
  { name: 'opaque, not active', scenario: 'opaque', open: details('hub/revoked', words.opaque.inactive) },
  {
    name: 'opaque, nobody to ask',
    scenario: 'opaque',
    open: details('hub/silent', 'introspection_endpoint'),
  },
  { name: 'opaque, refused', scenario: 'opaque', open: details('hub/refused', 'invalid_client') },
  {
    name: 'person',
    scenario: 'opaque',
    open: async (page) => {
      const panel = await openDetails(page, 'hub/active');
      await panel.getByRole('button', { name: words.person.ask }).click();
      await panel.getByText('Ann Ångström').waitFor();
    },
  },
  {
    name: 'raw token shown',
    scenario: 'normal',
    open: async (page) => {
      const panel = await openDetails(page, 'salus/beta');
      await panel.getByRole('button', { name: words.reveal.show }).click();
      await panel.getByRole('group', { name: words.reveal.label }).waitFor();
    },
  },
  {
    name: 'history as a list',
    scenario: 'normal',
    open: async (page) => {
      const panel = await openDetails(page, 'salus/beta');
      await panel.getByText(/^As a list \(\d+\)$/).click();
      await panel.getByText(en.history.events.minted).first().waitFor();
    },
  },
  {
    name: 'history cannot be read',
    scenario: failingHistory,
    open: details('salus/beta', 'history cannot be read'),
  },
  { name: 'sign-in needed', scenario: 'normal', open: details('ifs/prod', 'Session not active') },
  {
    name: 'profile not usable',
    scenario: 'normal',
    open: details('raidiam/production', 'Line 84, column 9'),
  },
  {
    name: 'secrets missing',
    scenario: 'normal',
    open: details('compliance/dev', en.profiles.secret.inText.username),
  },
]);
