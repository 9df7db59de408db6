import { useContext } from 'hono/jsx';
import { Bare, Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { Facts } from './kit/facts.tsx';
import { DateField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import type { Frame } from './kit/layout.tsx';
import { ListCaption, type ListWords } from './kit/list-words.tsx';
import {
  FileLinks,
  type ListingView,
  ListLayout,
  Pager,
  PageSizeField,
  SheetHead,
  TableFrame,
} from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** A user's row as finished values. */
type ReportRowProps = {
  userName: string;
  contactName: string;
  position: string;
  delegation: string;
  access: string;
  admitted: boolean;
  menus: string;
  limit: string;
};

type AccessReportPageProps = {
  frame: Frame;
  form: FormState;
  list: ListingView;
  /** Null where the day is refused. */
  report: {
    facts: { label: string; value: string }[];
    /** The day of the report and the moment of its making, for each sheet of paper. */
    sheet: string;
    /** What the report says, and how long its code holds. */
    validity: string;
    /** The address at which anybody can check it. */
    verification: string;
  } | null;
  rows: ReportRowProps[];
};

const words: ListWords = {
  noun: ['usuario', 'usuarios'],
  none: 'Ningún usuario',
  showAll: 'Ver todos los usuarios',
  orders: { usuario: ['por usuario, de la A a la Z', 'por usuario, de la Z a la A'] },
};

/** "Estado a la fecha": who had access on a day, and to what (product 10). */
export function AccessReportPage({ frame, form, list, report, rows }: AccessReportPageProps) {
  return (
    <ListLayout
      frame={frame}
      list={list}
      heading={frame.title}
      form={form}
      refusal="No se consultó. Revise lo siguiente:"
    >
      <DayForm form={form} list={list} />
      {report && (
        <>
          <Facts facts={report.facts} />
          <p>
            {report.validity} Cualquier persona puede comprobarlo en{' '}
            <a href={paths.accessReportVerification()}>{report.verification}</a>.
          </p>
          <ReportTable frame={{ ...frame, dateText: report.sheet }} list={list} rows={rows} />
        </>
      )}
      <Pager list={list} />
      <Toolbar>
        <FileLinks list={list} />
        <a href={paths.users()}>Regresar</a>
      </Toolbar>
    </ListLayout>
  );
}

function DayForm({ form, list }: { form: FormState; list: ListingView }) {
  if (useContext(Bare)) return null;
  return (
    <form class="search" method="get" action={list.action}>
      <DateField form={form} name="fecha" label="Fecha" />
      <PageSizeField list={list} />
      <button type="submit">Consultar</button>
    </form>
  );
}

/** The table of a report. */
export function ReportTable({ frame, list, rows }: Pick<AccessReportPageProps, 'frame' | 'list' | 'rows'>) {
  return (
    <TableFrame label="Tabla del estado">
      <table class="state">
        <ListCaption list={list} words={words} />
        <thead>
          <SheetHead frame={frame} columns={7} />
          <tr>
            <th scope="col">Usuario</th>
            <th scope="col">Nombre</th>
            <th scope="col">Cargo</th>
            <th scope="col">Delegación</th>
            <th scope="col">Acceso</th>
            <th scope="col">Menús</th>
            <th scope="col">Monto Límite</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row">{row.userName}</th>
              <td>{row.contactName}</td>
              <td>{row.position}</td>
              <td>
                <Days>{row.delegation}</Days>
              </td>
              <td>{row.admitted ? row.access : <Days>{row.access}</Days>}</td>
              <td>{row.menus}</td>
              <td>{row.limit}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
