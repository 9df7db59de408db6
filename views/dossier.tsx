import { correctionLabel, longestCorrection } from '../src/domain/correction.ts';
import { incidentLabels } from '../src/domain/incident-values.ts';
import { IncidentRow, type IncidentRowProps } from './incidents.tsx';
import { PostForm, Toolbar } from './kit/controls.tsx';
import { type Fact, Facts } from './kit/facts.tsx';
import { LinesField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { type ListingView, Pager, TableFrame } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';
import { type SessionRowProps, SessionTable } from './sessions.tsx';

type DossierPageProps = {
  frame: Frame;
  form: FormState;
  /** What is held of the contact: the person, and the delegation. */
  person: Fact[];
  delegation: Fact[];
  users: { name: string; facts: Fact[]; sessions: SessionRowProps[] }[];
  history: { list: ListingView; rows: IncidentRowProps[] };
  /** The number of the administrator's own contact, whose data they correct themselves; null for delegates. */
  editable: number | null;
};

/**
 * "Mis datos": all that is held of the person, who changed it, and the ways to have it and to have it corrected
 * (product 9.5).
 */
export function DossierPage({ frame, form, person, delegation, users, history, editable }: DossierPageProps) {
  const { page, pages } = history.list;
  const place = pages > 1 ? ` (página ${page} de ${pages})` : '';
  return (
    <Layout
      frame={{ ...frame, title: `${frame.title}${place}`, partial: pages > 1 }}
      heading={frame.title}
      form={form}
      refusal="No se envió la solicitud. Revise lo siguiente:"
    >
      <p>Esto es todo lo que el sistema tiene de usted en {frame.person?.entityName}, y quién lo cambió y cuándo.</p>
      <h2>Contacto</h2>
      <div class="pairs wide">
        <Facts facts={person} />
        <Facts facts={delegation} />
      </div>
      {users.map(({ name, facts, sessions }) => (
        <>
          <h2>Usuario {name}</h2>
          <Facts facts={facts} />
          {sessions.length > 0 && <SessionTable caption={`Sesiones de ${name}`} sessions={sessions} />}
        </>
      ))}
      {editable === null ? <Correction frame={frame} form={form} /> : <OwnEditing contactId={editable} />}
      <History {...history} bare={frame.bare} />
    </Layout>
  );
}

function Correction({ frame, form }: Pick<DossierPageProps, 'frame' | 'form'>) {
  if (frame.bare) return null;
  return (
    <PostForm class="sheet-form wide screen" action={paths.dossier()} token={frame.token} form={form}>
      <h2>Corrección</h2>
      <p>Si algo no es correcto, dígaselo al administrador de su entidad. Recibe su texto por correo.</p>
      <LinesField
        form={form}
        name="text"
        label={correctionLabel}
        required
        rows={4}
        hint={`Qué dato está equivocado y cuál es el correcto. Hasta ${longestCorrection} caracteres.`}
      />
      <Toolbar>
        <button type="submit">Solicitar corrección</button>
        <OtherWays />
        <a href={paths.termination()}>Terminar mi acceso</a>
        <a href={paths.ownData()}>Regresar</a>
      </Toolbar>
    </PostForm>
  );
}

function OwnEditing({ contactId }: { contactId: number }) {
  return (
    <Toolbar>
      <a class="button" href={paths.contact(contactId)}>
        Corregir mi contacto
      </a>
      <OtherWays />
      <a href={paths.ownData()}>Regresar</a>
    </Toolbar>
  );
}

function OtherWays() {
  return <a href={paths.dossierDownload()}>Descargar mis datos</a>;
}

function History({ list, rows, bare }: DossierPageProps['history'] & { bare: boolean }) {
  return (
    <section id="lista" class="wide">
      <h2>Historial</h2>
      {rows.length === 0 ? (
        <p>Aún no hay incidencias.</p>
      ) : (
        <HistoryTable caption={captionOf(list, bare)} rows={rows} />
      )}
      <Pager list={list} />
    </section>
  );
}

function HistoryTable({ caption, rows }: { caption: string; rows: IncidentRowProps[] }) {
  return (
    <TableFrame label="Tabla de incidencias">
      <table class="incidents">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {Object.values(incidentLabels).map((label) => (
              <th scope="col">{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <IncidentRow row={row} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function captionOf({ total, page, pages, size }: ListingView, bare: boolean): string {
  const count = `${total} ${total === 1 ? 'incidencia' : 'incidencias'}`;
  if (pages === 1) return `${count} · las más recientes primero`;
  if (bare) return `${count} · aquí las ${size} más recientes; «Descargar mis datos» las tiene todas`;
  return `${count} · página ${page} de ${pages} · las más recientes primero`;
}
