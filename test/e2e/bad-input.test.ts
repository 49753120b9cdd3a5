/** The suites that wait more than they work, in one file: so they wait side by side, the longest (30 s) first. */
import './bad-input-idp.ts';
import './bad-input-vault.ts';
