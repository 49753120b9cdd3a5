import { useEffect, useState } from 'react';
import { useWords } from '../language/language.tsx';
import type { ClaimHelpTexts } from '../language/en/claims.ts';

/** The help texts in the language of the UI; `undefined` until they have come, or when they do not come. */
export function useClaimHelp(): ClaimHelpTexts | undefined {
  const { loadHelp } = useWords().claims;
  const [loaded, setLoaded] = useState<{ readonly by: typeof loadHelp; readonly texts: ClaimHelpTexts }>();
  useEffect(() => {
    let isStale = false;
    loadHelp().then(
      (texts) => {
        if (!isStale) setLoaded({ by: loadHelp, texts });
      },
      () => undefined, // claims can be read without help
    );
    return () => {
      isStale = true;
    };
  }, [loadHelp]);
  return loaded?.by === loadHelp ? loaded.texts : undefined;
}
