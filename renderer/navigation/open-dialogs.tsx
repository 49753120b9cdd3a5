import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView, Snapshot } from '../../shared/snapshot.ts';
import { findEnvironment } from '../environments/find.ts';
import { focusDetails } from '../environments/focus.ts';
import { useSignIns } from '../sessions/use-sign-ins.ts';
import type { SignIns } from '../sessions/use-sign-ins.ts';
import { later } from '../ui/later.tsx';
import { useSteady } from '../ui/use-steady.ts';
import { DialogsContext } from './dialogs.tsx';
import type { AddWay } from './dialogs.tsx';
import { ViewBoundary } from './view-boundary.tsx';

const AddProfileDialog = later(
  async () => (await import('../profiles/add-profile-dialog.tsx')).AddProfileDialog,
);
const EditServiceDialog = later(
  async () => (await import('../profiles/edit-service-dialog.tsx')).EditServiceDialog,
);

const RemoveDialog = later(async () => (await import('../profiles/remove-dialog.tsx')).RemoveDialog);
const SignInDialog = later(async () => (await import('../sessions/sign-in-dialog.tsx')).SignInDialog);
const SignOutDialog = later(async () => (await import('../sessions/sign-out-dialog.tsx')).SignOutDialog);

type OpenDialog =
  | { readonly kind: 'add'; readonly way: AddWay }
  | { readonly kind: 'edit'; readonly address: Address }
  | { readonly kind: 'remove'; readonly address: Address; readonly onRemoved: (() => void) | undefined }
  | { readonly kind: 'sign_out'; readonly address: Address };

interface DialogsProviderProps {
  readonly snapshot: Snapshot;
  readonly children: ReactNode;
}

/** Holds the dialogs of the window: one of them at a time, over whichever view is shown. */
export function DialogsProvider({ snapshot, children }: DialogsProviderProps) {
  const [dialog, setDialog] = useState<OpenDialog>();
  const signIns = useSignIns(focusDetails);
  const signIn = useSteady((environment: EnvironmentView) => signIns.open(environment));
  const [dialogs] = useState(() => ({
    addProfile: () => setDialog({ kind: 'add', way: 'issuer' }),
    addProfileBy: (way: AddWay) => setDialog({ kind: 'add', way }),
    editProfile: (address: Address) => setDialog({ kind: 'edit', address }),
    remove: (address: Address, onRemoved?: () => void) => setDialog({ kind: 'remove', address, onRemoved }),
    signOut: (address: Address) => setDialog({ kind: 'sign_out', address }),
    signIn,
  }));
  return (
    <DialogsContext value={dialogs}>
      {children}
      <ViewBoundary key={signIns.shown}>
        <ShownSignIn snapshot={snapshot} signIns={signIns} />
      </ViewBoundary>
      <ViewBoundary key={dialog?.kind}>
        <ShownDialog dialog={dialog} snapshot={snapshot} onClose={() => setDialog(undefined)} />
      </ViewBoundary>
    </DialogsContext>
  );
}

interface ShownDialogProps {
  readonly dialog: OpenDialog | undefined;
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

function ShownDialog({ dialog, snapshot, onClose }: ShownDialogProps) {
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'add':
      return <AddProfileDialog snapshot={snapshot} way={dialog.way} onClose={onClose} />;
    case 'edit':
      return <EditServiceDialog snapshot={snapshot} address={dialog.address} onClose={onClose} />;
    case 'remove':
      return (
        <RemoveDialog
          address={dialog.address}
          onClose={(removed) => {
            onClose();
            if (removed) dialog.onRemoved?.();
          }}
        />
      );
    case 'sign_out':
      return <SignOutDialog address={dialog.address} onClose={onClose} />;
  }
}

interface ShownSignInProps {
  readonly snapshot: Snapshot;
  readonly signIns: SignIns;
}

function ShownSignIn({ snapshot, signIns }: ShownSignInProps) {
  const { shown, stateOf } = signIns;
  const found = findEnvironment(snapshot.services, shown);
  const state = shown === undefined ? undefined : stateOf(shown);
  if (found === undefined || state === undefined) return null;
  return <SignInDialog environment={found.environment} state={state} signIns={signIns} />;
}
