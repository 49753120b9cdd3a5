import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimHelp, isTimeClaim } from '../../../renderer/claims/claim-help.ts';
import { claimRows, claimValue } from '../../../renderer/claims/claim-values.ts';
import { de } from '../../../renderer/language/de.ts';
import { claimHelp as german } from '../../../renderer/language/de/claim-help.ts';
import { claimHelp as english } from '../../../renderer/language/en/claim-help.ts';

const help = { en: english, de: german };

describe('claimValue', () => {
  test.each([
    ['text', false, { kind: 'text', text: 'text' }],
    [true, false, { kind: 'text', text: 'true' }],
    [null, false, { kind: 'text', text: 'null' }],
    [['a', 'b'], false, { kind: 'list', items: ['a', 'b'] }],
    [['a', 1], false, { kind: 'json', text: '[\n  "a",\n  1\n]' }],
    [[], false, { kind: 'json', text: '[]' }],
    [{ a: 1 }, false, { kind: 'json', text: '{\n  "a": 1\n}' }],
    [1_782_907_201, false, { kind: 'text', text: '1782907201' }],
    ['1782907201', true, { kind: 'text', text: '1782907201' }],
    [9e20, true, { kind: 'text', text: '900000000000000000000 (not a date)' }],
    ['\u202Emoc.live', false, { kind: 'text', text: '\\u202emoc.live' }],
  ])('%j as a time: %j', (value, isTime, expected) => {
    expect(claimValue(value, isTime)).toEqual(expected);
  });

  test('a time is told locally, in UTC and as written', () => {
    expect(claimValue(1_782_907_201, true)).toEqual({
      kind: 'time',
      raw: '1782907201',
      local: 'Wed, 1 Jul 2026, 14:00:01 CEST',
      utc: '2026-07-01T12:00:01Z',
      moment: 1_782_907_201_000,
    });
  });
});

describe('claimRows', () => {
  test('every claim has its row, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (claims) => {
        expect(claimRows(claims, 'payload')).toHaveLength(Object.keys(claims).length);
      }),
    );
  });

  test('a value is shown whole, and nothing in it can deceive', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.double(), (name, value, time) => {
        const rows = claimRows({ [name]: value, exp: time, nbf: value }, 'payload', {
          words: de,
          help: help.de,
        });
        expect(JSON.stringify(rows)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/u);
        const row = rows[0]?.value;
        if (typeof value === 'object' && row?.kind === 'json') expect(JSON.parse(row.text)).toBeDefined();
      }),
    );
  });
});

describe.each([
  ['English', help.en],
  ['German', help.de],
])('the help in %s', (_language, texts) => {
  const entries = [...Object.entries(texts.payload), ...Object.entries(texts.header)];

  test.each(entries)('%s has a title and a sentence', (_name, text) => {
    expect(text).toMatch(/^[^:]{2,40}: .{5,}[.…]$/u);
  });

  test('a name of the object prototype has no help', () => {
    expect(claimHelp(texts, 'constructor', 'payload')).toBeUndefined();
    expect(claimHelp(texts, '__proto__', 'header')).toBeUndefined();
  });

  test('the same name can mean another thing in the header', () => {
    expect(claimHelp(texts, 'typ', 'header')?.title).not.toBe(claimHelp(texts, 'typ', 'payload')?.title);
  });
});

/** IANA, JSON Web Token Claims, as of June 2026, but for those of RFC 7519 and OpenID Connect Core. */
const REGISTERED =
  `cnf sip_from_tag sip_date sip_callid sip_cseq_num sip_via_branch orig dest mky events toe txn rph sid
  vot vtm attest origid act scope client_id may_act jcard at_use_nbr div opt vc vp sph ace_profile cnonce exi roles groups
  entitlements token_introspection eat_nonce ueid sueids oemid hwmodel hwversion oemboot dbgstat location eat_profile submods
  uptime bootcount bootseed dloas swname swversion manifests measurements measres intuse cdniv cdnicrit cdniip cdniuc cdniets
  cdnistt cdnistd sig_val_claims authorization_details verified_claims place_of_birth nationalities birth_family_name
  birth_given_name birth_middle_name salutation title msisdn also_known_as htm htu ath atc sub_id rcd rcdi crn msgi
  _claim_names _claim_sources rdap_allowed_purposes rdap_dnt_allowed geohash _sd ... _sd_alg sd_hash consumerPlmnId
  consumerSnpnId producerPlmnId producerSnpnId producerSnssaiList producerNsiList producerNfSetId producerNfServiceSetId
  sourceNfInstanceId analyticsIdList resOwnerId cmw jwks metadata constraints crit ref delegation logo_uri authority_hints
  trust_anchor_hints trust_marks trust_mark_issuers trust_mark_owners metadata_policy metadata_policy_crit source_endpoint keys
  trust_mark_type trust_chain trust_anchor status status_list ttl`.split(/\s+/);

test('every registered claim has help', () => {
  expect(REGISTERED.filter((name) => claimHelp(help.en, name, 'payload') === undefined)).toEqual([]);
});

test('a time is one by its name, in the payload alone', () => {
  expect(
    ['exp', 'nbf', 'iat', 'auth_time', 'updated_at', 'toe'].every((name) => isTimeClaim(name, 'payload')),
  ).toBe(true);
  expect([isTimeClaim('exp', 'header'), isTimeClaim('expires', 'payload')]).toEqual([false, false]);
});
