import type { Command } from '../command.ts';
import { agentRun, agentStart, agentStatus, agentStop } from './agent.ts';
import { arm } from './arm.ts';
import { claims } from './claims.ts';
import { completion } from './completion.ts';
import { curl } from './curl.ts';
import { doctor } from './doctor.ts';
import { exec } from './exec.ts';
import { exportProfiles, importProfiles } from './import.ts';
import { inspect } from './inspect.ts';
import { keyGenerate } from './key.ts';
import { list } from './list.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { profileAdd, profilePath, profileRemove, profileShow, profileValidate } from './profile.ts';
import { profileEdit } from './profile-edit.ts';
import { profilePresets } from './profile-presets.ts';
import { profileTrust } from './profile-trust.ts';
import { proxy } from './proxy.ts';
import { refresh } from './refresh.ts';
import { secretSet } from './secret.ts';
import { status } from './status.ts';
import { copy, token } from './token.ts';
import { ui } from './ui.ts';
import { lock, unlock } from './vault.ts';
import { vaultBackup, vaultRestore } from './vault-backup.ts';
import { vaultPassphrase, vaultRepair, vaultRotateKey } from './vault-key.ts';
import { vaultAddSlot, vaultRemoveSlot, vaultSlots } from './vault-slots.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  list,
  status,
  token,
  copy,
  exec,
  curl,
  proxy,
  arm,
  claims,
  inspect,
  login,
  logout,
  refresh,
  profileAdd,
  profileEdit,
  profilePresets,
  profileShow,
  profileRemove,
  profileTrust,
  profileValidate,
  profilePath,
  importProfiles,
  exportProfiles,
  secretSet,
  keyGenerate,
  vaultSlots,
  vaultAddSlot,
  vaultRemoveSlot,
  vaultPassphrase,
  vaultBackup,
  vaultRestore,
  vaultRotateKey,
  vaultRepair,
  agentStart,
  agentStop,
  agentStatus,
  agentRun,
  lock,
  unlock,
  ui,
  doctor,
  completion(() => COMMANDS),
];
