/** Every message of the UI in English: the one catalogue that other languages follow. One file for each folder of the renderer. */
import { environments } from './en/environments.ts';
import { firstRun } from './en/first-run.ts';
import { guard } from './en/guard.ts';
import { settings } from './en/settings.ts';
import { vault } from './en/vault.ts';
import { ui } from './en/ui.ts';
import { errors } from './en/errors.ts';
import { about } from './en/about.ts';
import { palette } from './en/palette.ts';
import { navigation } from './en/navigation.ts';
import { profiles } from './en/profiles.ts';
import { presets } from './en/presets.ts';
import { sessions } from './en/sessions.ts';
import { shell } from './en/shell.ts';
import { claims } from './en/claims.ts';
import { compare } from './en/compare.ts';
import { inspect } from './en/inspect.ts';
import { refusal } from './en/refusal.ts';
import { activity } from './en/activity.ts';
import { history } from './en/history.ts';

export const en = {
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
