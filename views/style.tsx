import type { Child } from 'hono/jsx';
import { ContactTable } from './contacts.tsx';
import { BulkBar } from './kit/bulk-bar.tsx';
import { CheckboxField } from './kit/checkboxes.tsx';
import { choicesOf } from './kit/choices.ts';
import { ErrorSummary, Toolbar } from './kit/controls.tsx';
import { Facts } from './kit/facts.tsx';
import { DateField, LinesField, PasswordField, RadioField, SelectField, TextField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { LetterText } from './kit/letter.tsx';
import { type ListingView, Pager, SearchForm } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';
import { SessionTable } from './sessions.tsx';
import {
  sampleChoices,
  sampleContacts,
  sampleFacts,
  sampleForms,
  sampleLetter,
  sampleSessions,
  sampleUsers,
} from './style-samples.ts';
import { PagesOwn } from './style-tables.tsx';
import { UserTable } from './users.tsx';

/** Every control, state, message and table on one page, for looking and for tests (product 7). */
export function StylePage({ frame, list }: { frame: Frame; list: ListingView }) {
  return (
    <Layout frame={frame} wide>
      <p>Aquí están los controles, estados, mensajes y tablas de todas las páginas, con datos inventados.</p>
      <Part title="Mensajes">
        {sampleForms.map(({ form }) => (
          <ErrorSummary form={form} />
        ))}
        <p class="warning">Una advertencia: el contacto está INACTIVO.</p>
        <ul class="notes">
          <li>Para resetear una contraseña, el contacto debe tener correo electrónico.</li>
        </ul>
      </Part>
      <Part title="Botones y enlaces">
        <p class="answers screen">
          <button type="button">Guardar</button>{' '}
          <button type="button" class="secondary">
            Limpiar Campos
          </button>{' '}
          <button type="button" class="danger">
            Eliminar
          </button>{' '}
          <a class="button" href={paths.style()}>
            Agregar Contacto
          </a>{' '}
          <a href={paths.style()}>Regresar</a>
        </p>
      </Part>
      {sampleForms.map((sample) => (
        <Fields {...sample} />
      ))}
      <Part title="Lista de contactos">
        <SearchForm list={list} />
        <ContactTable frame={frame} list={list} rows={sampleContacts} />
        <Pager list={list} />
      </Part>
      <Part title="Lista de usuarios">
        <UserTable frame={frame} list={list} rows={sampleUsers} />
        <BulkBar action={paths.style()} choices={[{ value: 'activar', text: 'Activar' }]} query="" />
        <p>
          Ningún usuario coincide con «María». <a href={paths.style()}>Ver todos los usuarios</a>
        </p>
      </Part>
      <PagesOwn frame={frame} list={list} />
      <Part title="Sesiones">
        <SessionTable caption="Sus sesiones abiertas" sessions={sampleSessions} ending />
      </Part>
      <Part title="Datos">
        <Facts facts={sampleFacts} />
      </Part>
      <Part title="Solicitud">
        <LetterText letter={sampleLetter} />
      </Part>
      <Toolbar>
        <button type="button">Guardar</button>
        <a href={paths.style()}>Cancelar</a>
      </Toolbar>
    </Layout>
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

// Sent by GET to this page, so that it does nothing.
function Fields({ state, form }: { state: string; form: FormState }) {
  const name = (base: string) => `${base}-${state}`;
  const choices = choicesOf(sampleChoices);
  return (
    <Part title={`Formulario ${state}`}>
      <form class="sheet-form" method="get" action={paths.style()} novalidate autocomplete="off">
        <TextField form={form} name={name('text')} label="Primer Nombre" required hint="Como consta en el documento." />
        <LinesField form={form} name={name('lines')} label="Motivo" rows={3} hint="Hasta 200 caracteres." />
        <DateField form={form} name={name('day')} label="Desde" required />
        <TextField form={form} name={name('kept')} label="Usuario" readonly />
        <PasswordField form={form} name={name('password')} label="Contraseña" autocomplete="current-password" />
        <SelectField form={form} name={name('choice')} label="Estado Civil" choices={choices} />
        <RadioField form={form} name={name('status')} label="Estado" required choices={sampleChoices} />
        <CheckboxField form={form} name={name('accepted')} label="Acepto" required />
        <button type="submit" class="screen">
          Guardar
        </button>
      </form>
    </Part>
  );
}
