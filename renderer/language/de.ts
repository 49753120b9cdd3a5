import type { Words } from './words.ts';
import { environments } from './de/environments.ts';
import { firstRun } from './de/first-run.ts';
import { guard } from './de/guard.ts';
import { settings } from './de/settings.ts';
import { vault } from './de/vault.ts';
import { ui } from './de/ui.ts';
import { errors } from './de/errors.ts';
import { about } from './de/about.ts';
import { palette } from './de/palette.ts';
import { navigation } from './de/navigation.ts';
import { profiles } from './de/profiles.ts';
import { presets } from './de/presets.ts';
import { sessions } from './de/sessions.ts';
import { shell } from './de/shell.ts';
import { claims } from './de/claims.ts';
import { compare } from './de/compare.ts';
import { inspect } from './de/inspect.ts';
import { refusal } from './de/refusal.ts';
import { activity } from './de/activity.ts';
import { history } from './de/history.ts';

export const de: Words = {
  ui,
  errors,
  firstRun,
  guard,
  settings,
  vault,
  environments,
  navigation,
  palette,
  about,
  profiles,
  presets,
  sessions,
  shell,
  claims,
  compare,
  inspect,
  refusal,
  activity,
  history,
};
