import { limitText } from '../src/domain/budget.ts';
import type { HandoverPerson, HandoverRecord } from '../src/domain/handover.ts';
import { Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { type Fact, Facts } from './kit/facts.tsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type HandoverActPageProps = {
  frame: Frame;
  id: number;
  ruc: string;
  record: HandoverRecord;
  /** 'miércoles 06 de abril de 2022' */
  date: string;
  /** Who made it and when, as a sentence. */
  made: string;
};

/** "Acta de entrega y recepción", as it was made, for the screen and for paper (product 9.2, U11). */
export function HandoverActPage({ frame, id, ruc, record, date, made }: HandoverActPageProps) {
  return (
    <Layout frame={frame} actions>
      <div class="letter">
        <p class="letter-date">{date}</p>
        <p>{opening(record)}</p>
        <Facts
          facts={[
            { label: 'Acta', value: `No. ${id}` },
            { label: 'Entidad contratante', value: record.entityName },
            { label: 'RUC', value: ruc },
            ...daysOf(record),
          ]}
        />
        <h2>Quien entrega</h2>
        <Facts facts={personFacts(record.outgoing)} />
        <h2>Quien recibe</h2>
        <Facts facts={personFacts(record.successor)} />
        <p>
          <Days>{made}</Days>
        </p>
        <div class="signatures">
          <Signature verb="Entrega" person={record.outgoing} />
          <Signature verb="Recibe" person={record.successor} />
        </div>
      </div>
      <Toolbar>
        <a href={paths.handovers()}>Regresar</a>
      </Toolbar>
    </Layout>
  );
}

function opening(record: HandoverRecord): string {
  return record.kind === 'delegation'
    ? 'Por la presente acta, quien entrega deja, y quien recibe asume, la delegación para actuar por la entidad contratante en el Sistema Oficial de Contratación Pública, con los usuarios, menús y límites que constan a continuación.'
    : 'Por la presente acta, quien entrega deja, y quien recibe asume, la administración de los contactos y usuarios de la entidad contratante en el Sistema Oficial de Contratación Pública.';
}

function daysOf(record: HandoverRecord): Fact[] {
  if (record.kind === 'administration') return [{ label: 'Fecha del cambio', value: record.day }];
  const { lastDay, firstDay } = record;
  return [
    { label: 'Último día de quien entrega', value: lastDay },
    { label: 'Primer día de quien recibe', value: firstDay },
    ...(firstDay <= lastDay ? [{ label: 'Trabajan juntos', value: `del ${firstDay} al ${lastDay}` }] : []),
  ];
}

function personFacts({ name, position, documentType, documentNumber, users }: HandoverPerson): Fact[] {
  return [
    { label: 'Nombre', value: name },
    { label: 'Cargo', value: position },
    { label: 'Identificación', value: `${documentType} ${documentNumber}` },
    ...users.map((user) => ({
      label: `Usuario ${user.name}`,
      value: `Menús: ${user.menus.join(', ')}. Límite: ${limitText(user.limit)}.`,
    })),
    ...(users.length === 0 ? [{ label: 'Usuarios', value: 'No tiene usuarios.' }] : []),
  ];
}

function Signature({ verb, person }: { verb: string; person: HandoverPerson }) {
  return (
    <p class="signature">
      {verb}: {person.name}
      <br />
      {person.documentType} {person.documentNumber}
    </p>
  );
}
