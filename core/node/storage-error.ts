import { FobError } from '../errors/fob-error.ts';

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ['no space is left on that disk', 'Free some space, then try again. Nothing was lost.'],
  EDQUOT: ['your disk quota is used up', 'Free some space, then try again. Nothing was lost.'],
  EACCES: ['access was denied', 'Check who owns it and that you may read and write it.'],
  EPERM: ['the system does not permit it', 'Check who owns it and that you may read and write it.'],
  EROFS: ['that disk is read-only', 'Set FOB_HOME to a directory that can be written.'],
  EIO: ['the disk reports an error', 'Check the disk, then try again.'],
  EBUSY: ['another program holds it open', 'Close that program (often a virus scanner), then try again.'],
  ENOTDIR: ['a part of the path is not a directory', 'Set FOB_HOME to a directory.'],
  EISDIR: ['it is a directory', 'Move that directory away.'],
  ELOOP: ['its symbolic links run in a circle', 'Remove the link.'],
  EMFILE: ['too many files are open', 'Stop Fob and start it again.'],
};

/** The system's name for what went wrong, such as `ENOSPC`; `undefined` when it gave none. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** `storage_failed` with the path, the cause and the next step. Errors that are a `FobError` already pass through. */
export function storageFailed(action: string, path: string, cause: unknown): FobError {
  if (cause instanceof FobError) return cause;
  const errno = errnoOf(cause) ?? 'unknown error';
  const [reason, hint] = REASONS[errno] ?? [
    'the system refused',
    'Try again; look at the disk if it goes on.',
  ];
  return new FobError('storage_failed', `Could not ${action} ${path}: ${reason} (${errno}).`, {
    hint,
    cause,
  });
}
