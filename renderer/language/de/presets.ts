import type { PresetTexts } from '../en/presets.ts';

const environment = {
  label: 'Name der Umgebung',
  help: 'Die zweite Hälfte ihrer Adresse; ein Profil mit derselben Adresse wird ersetzt.',
};
const tier = {
  label: 'Art der Umgebung',
  choices: { dev: 'Entwicklung', test: 'Tests', prod: 'Produktion' },
};
const clientId = { label: 'Client-ID' };
const redirectUri = {
  label: 'Redirect-URI, wie sie für den Client registriert ist',
  help: 'Auf diesem Rechner. Ohne Port nimmt Fob einen freien; nennen Sie den Port, wo der Anbieter ihn vergleicht.',
};
const privateKeyId = { label: 'ID des Schlüssels („kid“), falls der Anbieter ihm eine gegeben hat' };
const signingAlgorithm = {
  label: 'Algorithmus, mit dem der Client unterschreibt',
  choices: { RS256: 'RSA, PKCS #1 v1.5', PS256: 'RSA-PSS', ES256: 'elliptische Kurve P-256' },
};
const scopeOfApi = { label: 'Scope der API, die Sie aufrufen' };
const withoutWellKnown = 'Ohne /.well-known/openid-configuration; von dort liest Fob den Rest.';
const whoGetsIt = 'Wer das Token bekommt';
const byBrowser = 'Sie melden sich mit Ihrem Browser an';
const byClient = 'der Client selbst, für Programme';
const publicClient = 'ein öffentlicher Client ohne Geheimnis';

/** What shared/presets says in English. */
export const presets: PresetTexts = {
  presets: {
    compliance: {
      summary:
        'Passwort einer Person und Client-Geheimnis bei Keycloak: ein veralteter Grant, aber der einzige, den der Dienst beschreibt.',
      questions: {
        environment,
        tier,
        realm_url: {
          label: 'URL des Keycloak-Realms',
          help: 'Etwa https://login.example.com/realms/compliance; auch die URL seines Token-Endpunkts genügt.',
        },
        client_id: clientId,
      },
    },
    ifs: {
      summary:
        'Mit Ihrem Browser, mit Client Credentials oder mit dem Passwort einer Person; Token für drei Minuten.',
      questions: {
        grant_type: {
          label: whoGetsIt,
          choices: {
            authorization_code: byBrowser,
            client_credentials: byClient,
            password: 'Name und Passwort einer Person; veraltet, RFC 9700 rät in Abschnitt 2.4 davon ab',
          },
        },
        token_endpoint_auth_method: {
          label: 'Wie sich der IAM-Client ausweist',
          choices: {
            client_secret_post: 'mit einem Client-Geheimnis, im Inhalt der Anfrage',
            none: publicClient,
          },
        },
        environment,
        tier,
        system_url: {
          label: 'SYSTEM_URL Ihrer IFS Cloud',
          help: 'Der Hostname, etwa ifs.example.com.',
        },
        namespace: { label: 'NAMESPACE (der Realm)' },
        client_id: clientId,
        redirect_uri: redirectUri,
      },
    },
    raidiam: {
      summary:
        'Token, die an Ihr Transport-Zertifikat gebunden sind, mit tls_client_auth oder private_key_jwt.',
      questions: {
        token_endpoint_auth_method: {
          label: 'Wie sich die Anwendung ausweist',
          choices: {
            tls_client_auth: 'mit dem Transport-Zertifikat, am Endpunkt für gegenseitiges TLS',
            private_key_jwt: 'mit einer unterschriebenen Assertion, am gewöhnlichen Endpunkt',
          },
        },
        environment,
        tier,
        issuer: { label: 'URL des Authorization Servers von Raidiam', help: withoutWellKnown },
        client_id: clientId,
        scope: scopeOfApi,
        cert: { label: 'Datei des Transport-Zertifikats (PEM)' },
        key: { label: 'Datei des privaten Schlüssels zum Transport-Zertifikat (PEM)' },
        ca: {
          label: 'Datei der CA, die den Server beglaubigt, falls Ihr System sie nicht kennt (PEM)',
        },
        token_endpoint_auth_signing_alg: signingAlgorithm,
        private_key_id: privateKeyId,
      },
    },
    salus: {
      summary: 'Mit Client Credentials oder mit Ihrem Browser, beim Guardian IdP von dev, beta oder prod.',
      questions: {
        idp: {
          label: 'Welcher Guardian IdP',
          choices: { dev: 'für die Entwicklung', beta: 'für Tests', prod: 'für echte Daten' },
        },
        grant_type: {
          label: whoGetsIt,
          choices: { client_credentials: byClient, authorization_code: byBrowser },
        },
        token_endpoint_auth_method: {
          label: 'Wie sich der Client ausweist',
          choices: {
            client_secret_basic: 'mit einem Client-Geheimnis, durch HTTP Basic',
            client_secret_post: 'mit einem Client-Geheimnis, im JSON-Inhalt',
            none: publicClient,
          },
        },
        environment,
        tier,
        guardian_url: {
          label: 'URL dieses Guardian IdP',
          help: 'Nur bis zum Hostnamen, vor /token und /authorize.',
        },
        client_id: clientId,
        redirect_uri: redirectUri,
      },
    },
    signaturgruppen: {
      summary: 'Service-Token für einen API-Client mit gemeinsamem Geheimnis oder RSA-Schlüsselpaar.',
      questions: {
        token_endpoint_auth_method: {
          label: 'Wie sich der API-Client ausweist',
          choices: {
            client_secret_post: 'mit einem gemeinsamen Geheimnis, im Inhalt der Anfrage',
            client_secret_basic: 'mit einem gemeinsamen Geheimnis, im Authorization-Header',
            private_key_jwt:
              'mit einem RSA-Schlüsselpaar, dessen öffentlichen Schlüssel Sie hochgeladen haben',
          },
        },
        environment,
        tier,
        issuer: { label: 'Issuer-URL des Brokers', help: withoutWellKnown },
        client_id: clientId,
        scope: scopeOfApi,
        token_endpoint_auth_signing_alg: signingAlgorithm,
        private_key_id: privateKeyId,
      },
    },
  },
  problems: {
    missing: () => 'Hier fehlt eine Antwort.',
    id: () => 'Nur Kleinbuchstaben, Ziffern und Bindestriche, etwa „test“.',
    url: () => 'Geben Sie eine ganze URL ein, etwa https://login.example.com.',
    host: () => 'Geben Sie einen Hostnamen ein, etwa login.example.com.',
    file: () => 'Geben Sie den ganzen Pfad der Datei ein, vom Wurzelverzeichnis an.',
    choice: (choices) => `Wählen Sie eines davon: ${choices.join(', ')}.`,
  },
};
