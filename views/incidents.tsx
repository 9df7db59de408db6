import type { IncidentInWords } from '../src/domain/incident-words.ts';
import type { RecoveryLetter } from '../src/domain/letter.ts';
import { Action, Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { LetterText } from './kit/letter.tsx';
import {
  FileLinks,
  ListCaption,
  type ListingView,
  ListLayout,
  type ListWords,
  Pager,
  SheetHead,
  TableFrame,
} from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** An incident's row as finished values. */
type IncidentRowProps = {
  at: string;
  actor: string;
  event: string;
  subject: string;
  words: IncidentInWords;
  /** The number and address of the recovery's accepted letter; null for other incidents. */
  letter: { number: number; href: string } | null;
};

const words: ListWords = {
  noun: ['incidencia', 'incidencias'],
  none: 'Ninguna incidencia',
  showAll: 'Ver todas las incidencias',
  orders: { reciente: ['las más recientes primero', 'las más recientes primero'] },
};

/** The history of the entity, newest first (product 2). */
export function IncidentsPage({ frame, list, rows }: { frame: Frame; list: ListingView; rows: IncidentRowProps[] }) {
  return (
    <ListLayout frame={frame} list={list} heading={frame.title}>
      {rows.length === 0 && <p>Aún no hay incidencias.</p>}
      {rows.length > 0 && (
        <TableFrame label="Tabla de incidencias">
          <table class="incidents">
            <ListCaption list={list} words={words} />
            <thead>
              <SheetHead frame={frame} columns={5} />
              <tr>
                <th scope="col">Fecha y hora</th>
                <th scope="col">Quién</th>
                <th scope="col">Qué</th>
                <th scope="col">Sobre quién</th>
                <th scope="col">Cambios</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <IncidentRow row={row} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <Pager list={list} />
      <Toolbar>
        <FileLinks list={list} />
        <a href={paths.contacts()}>Regresar</a>
      </Toolbar>
    </ListLayout>
  );
}

function IncidentRow({ row }: { row: IncidentRowProps }) {
  return (
    <tr>
      <td>{row.at}</td>
      <td>{row.actor}</td>
      <td>{row.event}</td>
      <th scope="row">{row.subject}</th>
      <td>
        <Words words={row.words} />{' '}
        {row.letter && (
          <Action href={row.letter.href} label={`Ver solicitud ${row.letter.number} del ${row.at}`}>
            Ver solicitud
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
