import { DossierPage } from '../../views/dossier.tsx';
import type { Fact } from '../../views/kit/facts.tsx';
import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import type { Dossier, DossierUser } from '../data/entity/dossier.ts';
import { amountText } from '../domain/amount.ts';
import { limitInForce, limitText } from '../domain/budget.ts';
import { civilDate, dateTimeText } from '../domain/civil-date.ts';
import { type ContactField, contactLabels, typedContact } from '../domain/contact.ts';
import { administratorCorrects, correctionForm, correctionLabel } from '../domain/correction.ts';
import { defaultListing, type IncidentSort, incidentSorts } from '../domain/listing.ts';
import { administratorNoticeHeld } from '../domain/mail-limit.ts';
import type { CatalogMenu } from '../domain/menu.ts';
import { FORM } from '../domain/outcome.ts';
import { statusName } from '../domain/user.ts';
import { writeJson } from '../files/json.ts';
import { type EntityContext, get, getFile, post, type Route } from '../web/env.ts';
import { download, fileTypes, whileSent } from '../web/file.ts';
import { askingForm, openForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { type ListKind, listingView, readListing } from '../web/listing.ts';
import { done, showForm } from '../web/respond.ts';
import { heldMembers, historyEntries, namesOf } from './dossier-file.ts';
import { incidentWords } from './incidents.tsx';
import { sessionRow } from './sessions.tsx';

/**
 * Routes of "Mis datos": what is held of a person, as a page and as a file, and the request to correct it (product
 * 9.5).
 */
export const dossierRoutes: Route[] = [
  get(paths.dossier(), 'own-data', (c) => dossierPage(c, openForm(c, definition))),

  post(paths.dossier(), 'own-data', async (c) => {
    const reading = readForm(c, definition, correctionForm);
    if (c.var.actor.administrator) return dossierPage(c, withErrors(reading.form, { [FORM]: administratorCorrects }));
    if (!reading.ok) return dossierPage(c, reading.form);
    const outcome = await c.var.entity.corrections.request(reading.value.text);
    if (outcome.kind === 'refused') return dossierPage(c, withErrors(reading.form, outcome.errors));
    const held = outcome.kind === 'changed' ? (outcome.held ?? []).map(administratorNoticeHeld) : [];
    return done(c, paths.dossier(), [requested, ...held].join(' '));
  }),

  getFile(paths.dossierDownload(), 'own-data', (c) => {
    const { actor, now, app, entity } = c.var;
    const name = `mis-datos-${actor.ruc}-${actor.userName}-${civilDate(now)}.json`;
    return download(c, { name, type: fileTypes.json }, async () => {
      const { history, ...held } = await entity.dossier.download();
      const incidents = whileSent(c, historyEntries(history, app.catalogs.menus));
      return writeJson(heldMembers(held, { actor, now, menus: app.catalogs.menus }), 'Historial', incidents);
    });
  }),
];

const requested = 'Su solicitud quedó registrada para el administrador de su entidad.';

const definition = askingForm({ text: { label: correctionLabel, lines: true } });

const history: ListKind<IncidentSort> = {
  sorts: incidentSorts,
  filters: [],
  address: paths.dossier,
  download: paths.dossierDownload,
  falling: ['reciente'],
};

async function dossierPage(c: EntityContext, form: FormState): Promise<Response> {
  const { size, page } = readListing(c, history);
  const listing = { ...defaultListing(incidentSorts), size, page };
  const { history: shown, ...held } = await c.var.entity.dossier.page({ size, page });
  const { menus } = c.var.app.catalogs;
  const { userId, contactId } = c.var.actor;
  const administrator = held.users.some((user) => user.id === userId && user.administrator);
  const dossier = (
    <DossierPage
      frame={frame(c, 'Mis datos', 'mis-datos')}
      form={form}
      {...contactFacts(held)}
      users={held.users.map((user) => userFacts(user, menus))}
      history={{
        list: listingView(listing, shown, history),
        rows: shown.rows.map((incident) => incidentWords(incident, menus)),
      }}
      editable={administrator ? contactId : null}
    />
  );
  return showForm(c, dossier, form);
}

function contactFacts({ contact, registeredAt }: Dossier): { person: Fact[]; delegation: Fact[] } {
  const typed = typedContact(contact);
  const fact = (field: ContactField): Fact => ({ label: contactLabels[field], value: typed[field] || none });
  const fields = Object.keys(contactLabels) as ContactField[];
  const first = fields.indexOf('status');
  return {
    person: fields.slice(0, first).map(fact),
    delegation: [...fields.slice(first).map(fact), { label: 'Registrado', value: dateTimeText(registeredAt) }],
  };
}

const none = 'Sin dato';

function userFacts({ name, sessions, ...user }: DossierUser, menus: CatalogMenu[]) {
  const { administrator, active, limit, limitActive, createdAt, firstActivatedAt, lastAccessAt } = user;
  const moment = (at: Date | null) => (at ? dateTimeText(at) : none);
  const role = administrator ? [{ label: 'Función', value: 'Administrador de la entidad' }] : [];
  return {
    name,
    facts: [
      ...role,
      { label: 'Estado', value: statusName(active) },
      { label: 'Menús', value: namesOf(user.menus, menus).join('; ') },
      { label: 'Monto Límite', value: limitText(limitInForce({ limit, active: limitActive ?? false })) },
      ...(limitActive === false && limit !== null ? [{ label: 'Monto sin efecto', value: amountText(limit) }] : []),
      { label: 'Creado', value: moment(createdAt) },
      { label: 'Primera activación', value: moment(firstActivatedAt) },
      { label: 'Último acceso', value: moment(lastAccessAt) },
    ],
    sessions: sessions.map((session) => ({ ...sessionRow(session), ended: !session.open })),
  };
}
