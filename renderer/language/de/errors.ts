import type { ErrorKind } from '../en/errors.ts';
import type { Words } from '../words.ts';

const TITLES: Readonly<Record<ErrorKind, string>> = {
  usage: 'So ist das nicht möglich.',
  sign_in_needed: 'Eine Anmeldung ist nötig. Melden Sie sich an, damit es weitergeht.',
  idp_refused: 'Der Identitätsanbieter hat die Anfrage abgelehnt.',
  idp_response_invalid: 'Der Identitätsanbieter hat nicht so geantwortet, wie es vorgeschrieben ist.',
  token_not_verified: 'Das Token ist nicht bestätigt. Verlassen Sie sich nicht auf seinen Inhalt.',
  token_too_short: 'Der Identitätsanbieter gibt kein Token, das lange genug gilt.',
  idp_unreachable: 'Der Identitätsanbieter ist nicht erreichbar. Prüfen Sie Adresse und Netzwerk.',
  idp_timeout: 'Der Identitätsanbieter antwortet nicht. Versuchen Sie es gleich noch einmal.',
  vault_locked: 'Der Tresor ist gesperrt. Entsperren Sie ihn zuerst.',
  vault_passphrase_wrong: 'Diese Passphrase öffnet den Tresor nicht.',
  vault_absent: 'Es gibt noch keinen Tresor. Legen Sie zuerst einen an.',
  vault_damaged: 'Im Tresor ist etwas beschädigt. Fob lässt es, wie es ist.',
  refused_by_policy: 'Fob hat das zur Sicherheit nicht getan.',
  host_running: 'Fob läuft schon.',
  peer_untrusted: 'Fob vertraut der Gegenstelle nicht.',
  endpoints_changed: 'Adressen haben sich geändert. Prüfen Sie sie, bevor Fob etwas dorthin sendet.',
  address_unknown: 'Dieses Profil gibt es nicht oder nicht mehr.',
  profiles_invalid: 'Das lässt sich nicht als Profile lesen.',
  profile_invalid: 'Das Profil ist so nicht verwendbar. Bearbeiten Sie es.',
  secret_missing: 'Ein Geheimnis fehlt. Geben Sie es ein.',
  secret_invalid: 'Ein Geheimnis ist so nicht verwendbar. Geben Sie es neu ein.',
  redirect_port_taken: 'Der Port der Redirect-URI ist belegt. Beenden Sie das Programm, das ihn hat.',
  sign_in_cancelled: 'Die Anmeldung wurde abgebrochen. Sie können sie neu beginnen.',
  storage_failed: 'Fob kommt nicht an seine Dateien. Prüfen Sie Zugriffsrechte und freien Platz.',
  runtime_unsupported: 'Das ist hier nicht möglich.',
  internal: 'In Fob ist ein Fehler aufgetreten.',
  no_answer: 'Fob antwortet nicht. Prüfen Sie, ob es noch läuft.',
  clipboard_refused:
    'Der Browser lässt Fob nicht in die Zwischenablage schreiben. Erlauben Sie es dieser Seite.',
};

export const errors: Words['errors'] = { titleOf: (kind) => TITLES[kind] };
