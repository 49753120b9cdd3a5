import { Button, Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { ClaimsView, JwtView } from '../../shared/token-view.ts';
import { useWords } from '../language/language.tsx';
import { Icon } from '../ui/icon.tsx';
import { BindingBadge } from './binding-badge.tsx';
import { ClaimTable } from './claim-table.tsx';
import { OpaqueToken } from './opaque-token.tsx';
import { VerificationBadge } from './verification-badge.tsx';

/** The tokens of an answer, decoded; one that is opaque as its issuer describes it. */
export function TokenClaims({ claims }: { readonly claims: ClaimsView }) {
  const words = useWords().claims.token;
  const { idToken } = claims;
  if (idToken === undefined) return <AccessToken claims={claims} />;
  return (
    <Tabs className="tabs">
      <TabList className="tab-list" aria-label={words.which}>
        <Tab id="access" className="tab">
          {words.access}
        </Tab>
        <Tab id="id" className="tab">
          {words.id}
        </Tab>
      </TabList>
      <TabPanel id="access" className="tab-panel">
        <AccessToken claims={claims} />
      </TabPanel>
      <TabPanel id="id" className="tab-panel">
        <VerificationBadge verification={idToken.verification} />
        <JwtClaims jwt={idToken} claimsLabel={words.idClaims} headerLabel={words.idHeader} />
      </TabPanel>
    </Tabs>
  );
}

function AccessToken({ claims: { accessToken, introspection, binding } }: { readonly claims: ClaimsView }) {
  const words = useWords().claims.token;
  if (accessToken === undefined) {
    return (
      <>
        <OpaqueToken introspection={introspection} />
        {binding !== undefined && <BindingBadge binding={binding} />}
      </>
    );
  }
  return (
    <>
      <VerificationBadge verification={accessToken.verification} />
      {binding !== undefined && <BindingBadge binding={binding} />}
      <JwtClaims jwt={accessToken} claimsLabel={words.accessClaims} headerLabel={words.accessHeader} />
    </>
  );
}

interface JwtClaimsProps {
  readonly jwt: Pick<JwtView, 'header' | 'payload'>;
  readonly claimsLabel: string;
  readonly headerLabel: string;
}

/** What a JWT says, with its header folded away. */
export function JwtClaims({ jwt, claimsLabel, headerLabel }: JwtClaimsProps) {
  const words = useWords().claims.token;
  return (
    <>
      <ClaimTable label={claimsLabel} claims={jwt.payload} part="payload" />
      <Disclosure className="fold">
        <Button slot="trigger" className="fold-trigger">
          <Icon name="chevron-down" />
          {words.header}
        </Button>
        <DisclosurePanel>
          <ClaimTable label={headerLabel} claims={jwt.header} part="header" />
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}
