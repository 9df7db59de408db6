import type { Child } from 'hono/jsx';
import { ReportTable } from './access-report.tsx';
import { HandoverTable } from './handovers.tsx';
import { FaultTable, type ImportProps, Numbers } from './import.tsx';
import { ImportTable } from './imports.tsx';
import { IncidentTable } from './incidents.tsx';
import type { Frame } from './kit/layout.tsx';
import type { ListingView } from './kit/listing.tsx';
import { MenuGroups } from './kit/menu-groups.tsx';
import { PasswordRules } from './kit/password-rules.tsx';
import { TemplateTable } from './templates.tsx';

/** The tables and states that one page alone has, for the page of all (product 7). */
export function PagesOwn({ frame, list }: { frame: Frame; list: ListingView }) {
  return (
    <>
      <Part title="Incidencias">
        <IncidentTable frame={frame} list={list} rows={incidents} />
      </Part>
      <Part title="Importación">
        <Numbers imported={imported} />
        <progress value={120} max={340} aria-label="Personas importadas" />
        <FaultTable faults={imported.faults} />
        <ImportTable frame={frame} list={list} imports={[imported]} />
      </Part>
      <Part title="Perfiles tipo">
        <TemplateTable frame={frame} rows={templates} required="ENTIDAD-DATOS GENERALES" />
      </Part>
      <Part title="Relevos">
        <HandoverTable frame={frame} list={list} rows={handovers} />
      </Part>
      <Part title="Estado a la fecha">
        <ReportTable frame={frame} list={list} rows={report} />
      </Part>
      <Part title="Reglas de la contraseña">
        <PasswordRules rules={rules} />
      </Part>
      <Part title="Menús">
        <p class="unsaved">
          Sin grabar: <span>se agrega ENTIDAD-REPORTES.</span>
        </p>
        <MenuGroups groups={[{ name: 'Reportes', menus: [menu] }]} />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: Child }) {
  return (
    <>
      <h2>{title}</h2>
      {children}
    </>
  );
}

// No record has a number below 1, so that no link of these rows leads to one.
const nobody = -1;
const menu = { code: 'REPORTES', name: 'ENTIDAD-REPORTES', description: 'Reportes de la entidad' };

const done = { actor: 'adminquito', outcome: 'Hecho', refused: false };
const incidents = [
  {
    ...done,
    at: '2022-04-06 15:53',
    event: 'Contacto creado',
    subject: 'Salgado Amparo',
    words: {
      sentence: '',
      values: [
        { label: 'Cargo', text: 'Jefe de Compras' },
        { label: 'Desde', text: '2022-01-01' },
      ],
    },
  },
  {
    ...done,
    at: '2022-04-06 15:54',
    event: 'Ingreso rechazado',
    subject: 'delegada01',
    outcome: 'Rechazado',
    refused: true,
    words: { sentence: '1 intento fallido de ingreso, desde 192.0.2.7.', values: [] },
  },
];

const imported: ImportProps = {
  id: nobody,
  fileName: 'personal.csv',
  status: 'queued',
  counts: { new: 300, changed: 30, unchanged: 9, wrong: 1 },
  total: 340,
  newUsers: 12,
  unknownColumns: [],
  faults: [{ line: 7, field: 'Desde', reason: 'Desde: escriba una fecha que exista, como 2026-01-31.' }],
  progress: 120,
  heldNotices: 0,
  at: '2022-04-06 15:53',
  reviewedBy: 'adminquito',
};

const templates = [
  { id: nobody, name: 'Compras públicas', menus: ['ENTIDAD-CONSULTAS', 'ENTIDAD-LICITACIÓN'], users: 2 },
  { id: nobody - 1, name: 'Reportes', menus: ['ENTIDAD-REPORTES'], users: 0 },
];

const handovers = [
  {
    id: nobody,
    at: '2022-04-06 15:53',
    kind: 'Delegación',
    outgoing: 'Pinto Amaru',
    successor: 'Salgado Amparo',
    lastDay: '2022-04-30',
    firstDay: '2022-05-01',
    madeBy: 'adminquito',
  },
];

const reported = { contactName: 'Salgado Amparo', position: 'Jefe de Compras', menus: 'ENTIDAD-DATOS GENERALES' };
const report = [
  {
    ...reported,
    userName: 'delegada01',
    delegation: 'Desde 2022-01-01',
    access: 'Sí',
    admitted: true,
    limit: 'Sin límite',
  },
  {
    ...reported,
    userName: 'delegado02',
    delegation: 'Desde 2022-01-01 hasta 2022-03-31',
    access: 'No: la delegación terminó el 2022-03-31',
    admitted: false,
    limit: 'USD 1,500.50',
  },
];

const rules = [
  { sentence: 'Escriba de 8 a 20 caracteres.', pattern: null, held: true },
  { sentence: 'Incluya al menos un dígito.', pattern: null, held: false },
  { sentence: 'No repita la contraseña anterior.', pattern: null, held: null },
];
