import { actionChoices } from '../src/domain/bulk-change.ts';
import { userActions } from '../src/domain/bulk-change-users.ts';
import { BulkBar, ChoosingHead } from './kit/bulk-bar.tsx';
import { Toolbar } from './kit/controls.tsx';
import type { Frame } from './kit/layout.tsx';
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
import { Message } from './kit/notices.tsx';
import { paths } from './kit/paths.ts';
import { type UserRowProps, userRow } from './user-row.ts';

const words: ListWords = {
  noun: ['usuario', 'usuarios'],
  none: 'Ningún usuario',
  showAll: 'Ver todos los usuarios',
  orders: {
    usuario: ['por usuario, de la A a la Z', 'por usuario, de la Z a la A'],
    nombre: ['por nombre, de la A a la Z', 'por nombre, de la Z a la A'],
    fecha: ['los más antiguos primero', 'los más nuevos primero'],
  },
};

const bulkChoices = actionChoices(userActions);

/** The list of users (product 3). */
export function UsersPage({ frame, list, rows }: { frame: Frame; list: ListingView; rows: UserRowProps[] }) {
  return (
    <ListLayout frame={frame} list={list} heading={`Usuarios Creados RUC ${frame.person?.ruc}`}>
      <SearchForm list={list} />
      {rows.length > 0 && <UserTable frame={frame} list={list} rows={rows} />}
      {rows.length === 0 && (
        <EmptyList list={list} words={words}>
          Aún no hay usuarios.
        </EmptyList>
      )}
      {rows.length > 0 && <BulkBar action={paths.chosenUsers()} choices={bulkChoices} query={list.query} />}
      <Pager list={list} />
      <ul class="notes">
        <li>Para resetear una contraseña, el contacto debe tener correo electrónico.</li>
        <li>Elija un usuario para activarlo o agregarle perfiles.</li>
      </ul>
      <Toolbar>
        <a class="button" href={paths.newUser()}>
          Agregar Usuario
        </a>
        <FileLinks list={list} />
        <a href={paths.home()}>Regresar</a>
      </Toolbar>
    </ListLayout>
  );
}

/** The table of users, with the actions of each row. */
export function UserTable({ frame, list, rows }: { frame: Frame; list: ListingView; rows: UserRowProps[] }) {
  return (
    <TableFrame label="Tabla de usuarios">
      <table class={rows.some(({ undelivered }) => undelivered) ? 'users unsent' : 'users'}>
        <ListCaption list={list} words={words} />
        <thead>
          <SheetHead frame={frame} columns={8} list={list} />
          <tr>
            <ChoosingHead>Nro.</ChoosingHead>
            <th scope="col">Menú</th>
            <SortHead list={list} sort="fecha">
              FECHA
            </SortHead>
            <SortHead list={list} sort="usuario">
              USUARIO
            </SortHead>
            <SortHead list={list} sort="nombre">
              USUARIO NOMBRE
            </SortHead>
            <th scope="col">RESETEAR CONTRASEÑA</th>
            <th scope="col">ACTIVAR USUARIO</th>
            <th scope="col">ASIGNAR PRESUPUESTO</th>
          </tr>
        </thead>
        <tbody>{rows.map(userRow)}</tbody>
      </table>
    </TableFrame>
  );
}

/** The answer to a swap: the row, then the message, because parsers drop a row that follows another element. */
export function SwappedUser({ row, message }: { row: UserRowProps; message: string }) {
  return (
    <>
      {userRow(row)}
      <Message>{message}</Message>
    </>
  );
}
