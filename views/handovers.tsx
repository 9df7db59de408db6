import { Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import type { Frame } from './kit/layout.tsx';
import { EmptyList, ListCaption, type ListWords } from './kit/list-words.tsx';
import { type ListingView, ListLayout, Pager, SearchForm, SheetHead, SortHead, TableFrame } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** A handover's row as finished values. */
type HandoverRowProps = {
  id: number;
  at: string;
  kind: string;
  outgoing: string;
  successor: string;
  lastDay: string;
  firstDay: string;
  madeBy: string;
};

const words: ListWords = {
  noun: ['relevo', 'relevos'],
  none: 'Ningún relevo',
  showAll: 'Ver todos los relevos',
  orders: { reciente: ['los más antiguos primero', 'los más recientes primero'] },
};

/** "Relevos": the handovers of delegations and of the administration, the newest first (product 9.2). */
export function HandoversPage({ frame, list, rows }: { frame: Frame; list: ListingView; rows: HandoverRowProps[] }) {
  return (
    <ListLayout frame={frame} list={list} heading="Relevos">
      {list.all > 0 && <SearchForm list={list} label="Persona" />}
      {rows.length > 0 && <HandoverTable frame={frame} list={list} rows={rows} />}
      {rows.length === 0 && (
        <EmptyList list={list} words={words}>
          Aún no hay relevos. Para hacer uno, abra el contacto de quien sale y elija «Relevar».
        </EmptyList>
      )}
      <Pager list={list} />
      <Toolbar>
        <a class="button" href={paths.contacts('?delegacion=termina')}>
          Delegaciones que terminan
        </a>
        <a href={paths.home()}>Regresar</a>
      </Toolbar>
    </ListLayout>
  );
}

/** The table of handovers. */
export function HandoverTable({ frame, list, rows }: Parameters<typeof HandoversPage>[0]) {
  return (
    <TableFrame label="Tabla de relevos">
      <table class="handovers">
        <ListCaption list={list} words={words} />
        <thead>
          <SheetHead frame={frame} columns={8} list={list} />
          <tr>
            <th scope="col">Acta</th>
            <SortHead list={list} sort="reciente">
              Fecha y hora
            </SortHead>
            <th scope="col">Qué</th>
            <th scope="col">Sale</th>
            <th scope="col">Último día</th>
            <th scope="col">Entra</th>
            <th scope="col">Primer día</th>
            <th scope="col">Usuario</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row">
                {frame.bare ? `No. ${row.id}` : <a href={paths.handover(row.id)}>{`No. ${row.id}`}</a>}
              </th>
              <td>
                <Days>{row.at}</Days>
              </td>
              <td>{row.kind}</td>
              <td>{row.outgoing}</td>
              <td>
                <Days>{row.lastDay}</Days>
              </td>
              <td>{row.successor}</td>
              <td>
                <Days>{row.firstDay}</Days>
              </td>
              <td>{row.madeBy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
