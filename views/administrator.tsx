import { useContext } from 'hono/jsx';
import { offerLabels as label } from '../src/domain/administrator-offer.ts';
import { Bare, DefaultButton, FormToolbar, PostForm } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { Facts } from './kit/facts.tsx';
import { ConfirmationField, noSpellcheck, SelectField, TextField } from './kit/fields.tsx';
import { emptyForm, errorText, type FormState, isRefused } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { LookupSearch, type LookupView, lookupText } from './kit/lookup.tsx';
import { Message } from './kit/notices.tsx';
import { paths } from './kit/paths.ts';

type ChoiceProps = {
  form: FormState;
  candidates: LookupView & {
    /** The users to choose from, each with its person. */
    records: { id: number; name: string }[];
    /** False if all delegates who get in today are offered at once. */
    searchable: boolean;
  };
  /** The page answers a search, so the focus goes to what was found. */
  searching: boolean;
};

/** The offer that waits for an answer, as finished values. */
type OpenOfferProps = { id: number; user: string; email: string; until: string; undelivered: boolean };

type AdministratorPageProps = ChoiceProps & {
  frame: Frame;
  entityName: string;
  open: OpenOfferProps | null;
  /** How the newest offer ended, and what the administrator should know about their own access. */
  warnings: string[];
};

/** "Cambio de administrador": offers the administration to a delegate (product 9.3). */
export function AdministratorPage({ frame, entityName, open, warnings, ...choice }: AdministratorPageProps) {
  return (
    <Layout frame={frame} form={choice.form} refusal="No se hizo nada. Revise lo siguiente:">
      {warnings.map((warning) => (
        <p class="warning">
          <Days>{warning}</Days>
        </p>
      ))}
      {open && <OpenOffer frame={frame} offer={open} />}
      <p>
        La persona que proponga encuentra la propuesta en su «Inicio» y en su correo, y tiene 72 horas para aceptarla.
        Mientras no la acepte, nada cambia. Cuando la acepte, de inmediato:
      </p>
      <ul>
        <li>será el administrador de {entityName}, con el menú ADMINISTRACIÓN;</li>
        <li>usted seguirá como delegado, solo con ENTIDAD-DATOS GENERALES y con el límite que tenga;</li>
        <li>se cerrarán las sesiones de los dos, menos la de quien acepta;</li>
        <li>un correo avisará a los dos y al Representante Legal, y quedará un acta en «Relevos».</li>
      </ul>
      <OfferForm frame={frame} replaces={open !== null} {...choice} />
    </Layout>
  );
}

/** The answer to a search by htmx, which leaves the password as it is. */
export function SwappedUserChoice(choice: ChoiceProps) {
  const { form } = choice;
  return (
    <>
      <UserChoice {...choice} />
      <OfferEmail form={form} swapped />
      <Message>{isRefused(form) ? errorText(form.errors) : foundText(choice)}</Message>
    </>
  );
}

/** The answer to a choice by htmx: the e-mail of the chosen user. */
export function SwappedOfferEmail({ form }: { form: FormState }) {
  const { email } = form.values;
  return (
    <>
      <OfferEmail form={form} />
      <Message>
        {email ? `${label.email}: está el registrado, ${email}.` : `${label.email}: no hay uno registrado; escríbalo.`}
      </Message>
    </>
  );
}

function OpenOffer({ frame, offer }: { frame: Frame; offer: OpenOfferProps }) {
  const { id, user, email, until, undelivered } = offer;
  return (
    <section>
      <h2>Propuesta que espera respuesta</h2>
      <Facts
        facts={[
          { label: label.userId, value: user },
          {
            label: label.email,
            value: undelivered ? `${email}: no se pudo entregar; revíselo y proponga de nuevo` : email,
          },
          { label: 'Vale hasta', value: until },
        ]}
      />
      {!frame.bare && (
        <PostForm
          action={paths.administratorWithdrawal()}
          token={frame.token}
          form={{ ...emptyForm, carried: { offer: String(id) } }}
        >
          <p>
            <button type="submit" class="secondary">
              Retirar propuesta
            </button>
          </p>
        </PostForm>
      )}
    </section>
  );
}

function OfferForm({ frame, replaces, ...choice }: ChoiceProps & { frame: Frame; replaces: boolean }) {
  const { form, candidates } = choice;
  return (
    <>
      {replaces && <p>Si propone de nuevo, la propuesta que espera respuesta queda sin efecto.</p>}
      <PostForm class="sheet-form wide" action={paths.administrator()} token={frame.token} form={form}>
        {candidates.searchable && !frame.bare && <DefaultButton value="intro">Proponer</DefaultButton>}
        <div class="pairs">
          <UserChoice {...choice} />
          <OfferEmail form={form} />
          <ConfirmationField form={form} />
        </div>
        <FormToolbar leave={paths.users()}>
          <button type="submit">Proponer</button>
        </FormToolbar>
      </PostForm>
    </>
  );
}

function UserChoice(choice: ChoiceProps) {
  const { form, candidates, searching } = choice;
  const { records, searchable } = candidates;
  const answered = searching && !isRefused(form);
  const hint = records.length > 0 || searchable ? 'Delegados con acceso hoy.' : 'No hay otro delegado con acceso hoy.';
  return (
    <div id="usuario">
      {searchable && (
        <LookupSearch
          form={form}
          label={label.search}
          hint="Escriba parte del nombre, de la identificación o del usuario y presione «Buscar»."
          swap={{ action: paths.administrator(), target: '#usuario' }}
          focus={answered && records.length === 0}
        />
      )}
      <div
        hx-post={paths.administrator()}
        hx-trigger="change"
        hx-sync="replace"
        hx-vals='{"accion":"elegir"}'
        hx-target="#correo"
        hx-swap="outerHTML"
      >
        <SelectField
          form={form}
          name="userId"
          label={label.userId}
          required
          hint={searchable ? `${hint} ${foundText(choice)}` : hint}
          choices={records.map(({ id, name }) => ({ value: String(id), text: name }))}
          autofocus={answered && records.length > 0}
        />
      </div>
    </div>
  );
}

function OfferEmail({ form, swapped = false }: { form: FormState; swapped?: boolean }) {
  return (
    <div id="correo" hx-swap-oob={swapped ? 'true' : undefined}>
      {!useContext(Bare) && <input type="hidden" name="filledIn" value={form.values.filledIn ?? ''} />}
      <TextField
        form={form}
        name="email"
        label={label.email}
        hint="Allí va la propuesta, y al aceptarla queda registrado. Vacío, vale el que ya tiene esa persona."
        autocomplete="off"
        inputmode="email"
        autocapitalize="none"
        spellcheck={noSpellcheck}
      />
    </div>
  );
}

function foundText({ form, candidates }: ChoiceProps): string {
  return lookupText(form.values.search, candidates, {
    one: 'usuario',
    many: 'usuarios',
    none: 'Ningún delegado con acceso hoy',
  });
}
