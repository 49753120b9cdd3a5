import { Button } from '../ui/button.tsx';

interface KeychainButtonProps {
  /** There is no other way: the button is the main one. */
  readonly isOnly: boolean;
  readonly isPending: boolean;
  readonly onPress: () => void;
  readonly children: string;
}

export function KeychainButton({ isOnly, isPending, onPress, children }: KeychainButtonProps) {
  return (
    <Button
      look={isOnly ? 'primary' : 'plain'}
      icon="key"
      autoFocus={isOnly}
      isPending={isPending}
      onPress={onPress}
    >
      {children}
    </Button>
  );
}
