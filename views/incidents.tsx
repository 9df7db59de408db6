import { incidentLabels as label } from '../src/domain/incident-values.ts';
import type { IncidentInWords } from '../src/domain/incident-words.ts';
import type { RecoveryLetter } from '../src/domain/letter.ts';
import { dayLabels } from '../src/domain/list-filters.ts';
import { Action, Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { DateField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { LetterText } from './kit/letter.tsx';
import { EmptyList, ListCaption, type ListWords } from './kit/list-words.tsx';
import {
  FileLinks,
  type ListingView,
  ListLayout,
  Pager,
  SearchForm,
  SheetHead,
  SortHead,
  TableFrame,
} from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** An incident's row as finished values. */
export type IncidentRowProps = {
  at: string;
  actor: string;
  event: string;
  subject: string;
  outcome: string;
  refused: boolean;
  words: IncidentInWords;
  /** The document that belongs to it, by its name in the link and to screen readers, for whom may read it. */
  document?: { text: string; label: string; href: string } | null;
};

const words: ListWords = {
  noun: ['incidencia', 'incidencias'],
  none: 'Ninguna incidencia',
  showAll: 'Ver todas las incidencias',
  orders: {
    reciente: ['las más antiguas primero', 'las más recientes primero'],
    quien: ['por quién, de la A a la Z', 'por quién, de la Z a la A'],
    que: ['por tipo de cambio, de la A a la Z', 'por tipo de cambio, de la Z a la A'],
    sobre: ['por sobre quién, de la A a la Z', 'por sobre quién, de la Z a la A'],
    resultado: ['por resultado, de Hecho a Rechazado', 'por resultado, de Rechazado a Hecho'],
  },
};

type IncidentsPageProps = {
  frame: Frame;
  list: ListingView;
  /** The fields for the first and the last day. */
  days: FormState;
  rows: IncidentRowProps[];
  back: string;
  /** The history is that of one person. */
  ofOne: boolean;
};

/** The history of the entity or of one person, newest first (product 2). */
export function IncidentsPage({ frame, list, days, rows, back, ofOne }: IncidentsPageProps) {
  return (
    <ListLayout frame={frame} list={list} heading={frame.title} form={days}>
      <SearchForm list={list} label="Persona">
        <DateField form={days} name="desde" label={dayLabels.desde} />
        <DateField form={days} name="hasta" label={dayLabels.hasta} />
      </SearchForm>
      {rows.length > 0 && <IncidentTable frame={frame} list={list} rows={rows} />}
      {rows.length === 0 && (
        <EmptyList list={list} words={words}>
          Aún no hay incidencias.
        </EmptyList>
      )}
      <Pager list={list} />
      <Toolbar>
        <FileLinks list={list} />
        {ofOne && <a href={paths.incidents()}>Ver las incidencias de todos</a>}
        <a href={back}>Regresar</a>
      </Toolbar>
    </ListLayout>
  );
}

/** The table of incidents. */
export function IncidentTable({ frame, list, rows }: Pick<IncidentsPageProps, 'frame' | 'list' | 'rows'>) {
  return (
    <TableFrame label="Tabla de incidencias">
      <table class="incidents">
        <ListCaption list={list} words={words} />
        <thead>
          <SheetHead frame={frame} columns={6} list={list} />
          <tr>
            <SortHead list={list} sort="reciente">
              {label.at}
            </SortHead>
            <SortHead list={list} sort="quien">
              {label.actor}
            </SortHead>
            <SortHead list={list} sort="que">
              {label.event}
            </SortHead>
            <SortHead list={list} sort="sobre">
              {label.subject}
            </SortHead>
            <SortHead list={list} sort="resultado">
              {label.outcome}
            </SortHead>
            <th scope="col">{label.changes}</th>
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

/** The line of an incident in a table of incidents. */
export function IncidentRow({ row }: { row: IncidentRowProps }) {
  return (
    <tr>
      <td>{row.at}</td>
      <td>{row.actor}</td>
      <td>{row.event}</td>
      <th scope="row">{row.subject}</th>
      <td>{row.refused ? <span class="ended">{row.outcome}</span> : row.outcome}</td>
      <td>
        <Words words={row.words} />{' '}
        {row.document && (
          <Action href={row.document.href} label={row.document.label}>
            {row.document.text}
          </Action>
        )}
      </td>
    </tr>
  );
}

function Words({ words: { sentence, values } }: { words: IncidentInWords }) {
  return (
    <>
      <Days>{sentence}</Days>
      {values.length > 0 && (
        <dl class={values.length > 4 ? 'many' : undefined}>
          {values.map(({ label, text }) => (
            <div>
              <dt>{label}:</dt>{' '}
              <dd>
                <Days>{text}</Days>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** The complete accepted letter of a recovery (product 5). */
export function IncidentLetterPage({
  frame,
  letter,
  acceptance,
}: {
  frame: Frame;
  letter: RecoveryLetter;
  acceptance: string;
}) {
  return (
    <Layout frame={frame}>
      <LetterText letter={letter} />
      <p>{acceptance}</p>
      <Toolbar>
        <a href={paths.incidents()}>Regresar</a>
      </Toolbar>
    </Layout>
  );
}
