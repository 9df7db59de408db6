import { actionChoices } from '../src/domain/bulk-change.ts';
import { contactActions } from '../src/domain/bulk-change-contacts.ts';
import type { DelegationMark } from '../src/domain/delegation.ts';
import { BulkBar, ChoosingHead, chosenForm } from './kit/bulk-bar.tsx';
import { Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import type { Frame } from './kit/layout.tsx';
import { EmptyList, ListCaption, type ListWords } from './kit/list-words.tsx';
import {
  FileLinks,
  type ListingView,
  ListLayout,
  Pager,
  RowLink,
  SearchForm,
  SheetHead,
  SortHead,
  TableFrame,
} from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** A contact's row as finished values. */
export type ContactRowProps = {
  id: number;
  number: number;
  name: string;
  /** The name, with the document if another contact of the page has the same name. */
  subject: string;
  position: string;
  from: string;
  until: string | null;
  status: 'ACTIVO' | 'INACTIVO';
  /** A delegation that has ended, ends soon or has not begun, in words. */
  delegation: DelegationMark | null;
};

const words: ListWords = {
  noun: ['contacto', 'contactos'],
  none: 'Ningún contacto',
  showAll: 'Ver todos los contactos',
  orders: {
    estado: ['los activos primero, por nombre', 'los inactivos primero, por nombre, de la Z a la A'],
    cargo: ['por cargo, de la A a la Z', 'por cargo, de la Z a la A'],
    nombres: ['por nombre, de la A a la Z', 'por nombre, de la Z a la A'],
    ingreso: ['los ingresos más antiguos primero', 'los ingresos más recientes primero'],
    salida: ['las salidas más próximas primero', 'las salidas más lejanas primero'],
  },
};

const bulkChoices = actionChoices(contactActions);

/** The register of contacts (product 2). */
export function ContactsPage({ frame, list, rows }: { frame: Frame; list: ListingView; rows: ContactRowProps[] }) {
  const heading = `Contactos pertenecientes al RUC / Núm. Identif. No. ${frame.person?.ruc}`;
  return (
    <ListLayout frame={frame} list={list} heading={heading}>
      <SearchForm list={list} />
      {rows.length > 0 && <ContactTable frame={frame} list={list} rows={rows} />}
      {rows.length === 0 && (
        <EmptyList list={list} words={words}>
          Aún no hay contactos.
        </EmptyList>
      )}
      {rows.length > 0 && <BulkBar action={paths.chosenContacts()} choices={bulkChoices} query={list.query} />}
      <Pager list={list} />
      <Toolbar>
        <a class="button" href={paths.newContact()}>
          Agregar Contacto
        </a>
        <FileLinks list={list} />
        <a href={paths.incidents()}>Ver Incidencias</a>
        <a href={paths.contactImport()}>Importar contactos</a>
        <a href={paths.home()}>Regresar</a>
      </Toolbar>
    </ListLayout>
  );
}

/** The table of contacts, with the actions of each row. */
export function ContactTable({ frame, list, rows }: { frame: Frame; list: ListingView; rows: ContactRowProps[] }) {
  return (
    <TableFrame label="Tabla de contactos">
      <table class="contacts">
        <ListCaption list={list} words={words} />
        <thead>
          <SheetHead frame={frame} columns={7} list={list} />
          <tr>
            <ChoosingHead>Num</ChoosingHead>
            <SortHead list={list} sort="nombres">
              Nombres
            </SortHead>
            <SortHead list={list} sort="cargo">
              Cargo
            </SortHead>
            <SortHead list={list} sort="ingreso">
              Fecha Ingreso
            </SortHead>
            <SortHead list={list} sort="salida">
              Fecha Salida
            </SortHead>
            <SortHead list={list} sort="estado">
              Estado
            </SortHead>
            <th scope="col">Acción</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ContactRow row={row} bare={frame.bare} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function ContactRow({ row, bare }: { row: ContactRowProps; bare: boolean }) {
  return (
    <tr id={`c${row.id}`}>
      <td>
        {!bare && (
          <input type="checkbox" form={chosenForm} name="elegido" value={row.id} aria-label={`Elegir ${row.subject}`} />
        )}
        {row.number}
      </td>
      <th scope="row">{bare ? row.name : <ContactName row={row} />}</th>
      <td>{row.position}</td>
      <td>{row.from}</td>
      <td>{row.until}</td>
      <td>
        <span class={row.status === 'ACTIVO' ? 'on' : 'off'}>{row.status}</span>
        {row.delegation && ' '}
        {row.delegation && (
          <span class={row.delegation.kind}>
            <Days>{row.delegation.text}</Days>
          </span>
        )}
      </td>
      <td>
        {!bare && (
          <>
            <RowLink href={paths.contact(row.id)} subject={row.subject}>
              Editar
            </RowLink>
            <RowLink href={paths.contactDeletion(row.id)} subject={row.subject}>
              Eliminar
            </RowLink>
            {row.delegation && row.delegation.kind !== 'off' && (
              <RowLink href={paths.contactHandover(row.id)} subject={row.subject}>
                Relevar
              </RowLink>
            )}
          </>
        )}
      </td>
    </tr>
  );
}

function ContactName({ row: { id, name, subject } }: { row: ContactRowProps }) {
  return (
    <a href={paths.contact(id)} aria-label={subject === name ? undefined : subject}>
      {name}
    </a>
  );
}
