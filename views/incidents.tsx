import type { RecoveryLetter } from '../src/domain/letter.ts';
import { Action, Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { LetterText } from './kit/letter.tsx';
import { type ListingView, ListLayout, Pager, SheetHead, TableFrame } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** An incident's row as finished values. */
type IncidentRowProps = {
  at: string;
  actor: string;
  event: string;
  subject: string;
  changes: { field: string; old: string | null; new: string | null }[];
  /** The number and address of the recovery's accepted letter; null for other incidents. */
  letter: { number: number; href: string } | null;
};

type IncidentsPageProps = { frame: Frame; list: ListingView; rows: IncidentRowProps[]; back: string };

/** The history of the entity or of one person, newest first (product 2). */
export function IncidentsPage({ frame, list, rows, back }: IncidentsPageProps) {
  return (
    <ListLayout frame={frame} list={list} heading={frame.title}>
      {rows.length === 0 && <p>Aún no hay incidencias.</p>}
      {rows.length > 0 && (
        <TableFrame label="Tabla de incidencias">
          <table class="incidents">
            <caption>Cambios de la entidad, del más reciente al más antiguo</caption>
            <thead>
              <SheetHead frame={frame} columns={5} />
              <tr>
                <th scope="col">Cuándo</th>
                <th scope="col">Quién</th>
                <th scope="col">Qué</th>
                <th scope="col">A quién</th>
                <th scope="col">Valor anterior → nuevo</th>
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
      <Pager list={list} noun={list.total === 1 ? 'incidencia' : 'incidencias'} />
      <Toolbar>
        <a href={back}>Regresar</a>
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
        {row.changes.length > 0 && (
          <ul>
            {row.changes.map((change) => (
              <li>
                <Days>{`${change.field}: ${change.old ?? '(vacío)'} → ${change.new ?? '(vacío)'}`}</Days>
              </li>
            ))}
          </ul>
        )}
        {row.letter && (
          <Action href={row.letter.href} label={`Ver solicitud ${row.letter.number} del ${row.at}`}>
            Ver solicitud
          </Action>
        )}
      </td>
    </tr>
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
