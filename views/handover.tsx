import { useContext } from 'hono/jsx';
import { addingUser, copyFields, handoverLabels as label, newNameLabel } from '../src/domain/handover-form.ts';
import type { PlannedChange } from '../src/domain/handover-words.ts';
import { CheckboxField } from './kit/checkboxes.tsx';
import type { Choice } from './kit/choices.ts';
import { Action, Bare, Behind, DefaultButton, FormToolbar, PostForm, ToList, Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { Facts } from './kit/facts.tsx';
import { DateField, noSpellcheck, SelectField, TextField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { LookupSearch } from './kit/lookup.tsx';
import { paths } from './kit/paths.ts';

/** A user of the outgoing person, with what can be copied, in words. */
export type CopyProps = {
  id: number;
  name: string;
  menus: string[];
  /** The limit; null if no budget is configured, so that none can be copied. */
  budget: string | null;
};

type HandoverPageProps = {
  frame: Frame;
  form: FormState;
  /** The outgoing person, and the sentence on their delegation. */
  outgoing: { id: number; name: string; delegation: string };
  /** The address for adding a contact, which leads back to the form. */
  addition: string;
  /** The contacts to choose from, with the sentence on what a search for them found. */
  candidates: { choices: Choice[]; searchable: boolean; foundText: string };
  copies: CopyProps[];
  /** The chosen successor with their users; null while nobody is chosen. */
  successor: { id: number; name: string; users: Choice[] } | null;
  /** The page asks for the users of the successor, after the rest of the form was in order. */
  asking: boolean;
  /** The page answers a search. */
  searching: boolean;
};

/** The choices in the form, all in its address, because it changes nothing (product 9.2). */
export function HandoverPage(props: HandoverPageProps) {
  const { frame, form, outgoing, candidates, copies, successor, asking } = props;
  return (
    <Layout frame={frame} form={form} refusal="No se hizo nada. Revise lo siguiente:">
      <p>
        Sale <strong>{outgoing.name}</strong>, <Days>{outgoing.delegation}</Days> Nada cambia hasta que revise el relevo
        y lo confirme.
      </p>
      <AskingForm action={paths.contactHandover(outgoing.id)}>
        {candidates.searchable && !frame.bare && <DefaultButton value="intro">Revisar</DefaultButton>}
        {successor && !frame.bare && <input type="hidden" name="para" value={successor.id} />}
        <SuccessorChoice {...props} />
        <div class="pairs">
          <DateField form={form} name="ultimo" label={label.lastDay} required hint={dayHint} />
          <DateField form={form} name="primero" label={label.firstDay} required hint={dayHint} />
        </div>
        <CheckboxField form={form} name="juntos" label={label.together} />
        {copies.map((copy, index) => (
          <CopyFields form={form} copy={copy} successor={successor} focus={asking && index === 0} />
        ))}
        <FormToolbar leave={paths.contacts()}>
          <button type="submit" name="accion" value="revisar">
            Revisar
          </button>
        </FormToolbar>
      </AskingForm>
    </Layout>
  );
}

const dayHint = 'Año-mes-día, como 2026-12-31.';

function AskingForm({ action, children }: { action: string; children: Parameters<typeof PostForm>[0]['children'] }) {
  const behind = useContext(Behind);
  if (useContext(Bare)) return <div class="sheet-form wide">{children}</div>;
  return (
    <form class="sheet-form wide" method="get" action={action} novalidate autocomplete="off">
      {behind && <input type="hidden" name="lista" value={behind} />}
      {children}
    </form>
  );
}

function SuccessorChoice({ form, addition, candidates, successor, searching }: HandoverPageProps) {
  const { choices, searchable, foundText } = candidates;
  const hint = 'Contactos activos. Entre paréntesis, los usuarios que ya tiene y por qué hoy no podría ingresar.';
  return (
    <div>
      {searchable && (
        <LookupSearch
          form={form}
          label={label.search}
          hint="Escriba parte del nombre o de la identificación y presione «Buscar»."
          focus={searching && choices.length === 0}
        />
      )}
      <SelectField
        form={form}
        name="contacto"
        label={label.successor}
        required
        hint={searchable ? `${hint} ${foundText}` : hint}
        choices={choices}
        autofocus={searching && choices.length > 0}
      />
      <p class="doable">
        <Action href={addition}>Agregar Contacto</Action>
        {successor && <Action href={paths.contact(successor.id)}>Ver su contacto</Action>}
      </p>
    </div>
  );
}

type CopyFieldsProps = Pick<HandoverPageProps, 'form' | 'successor'> & { copy: CopyProps; focus: boolean };

function CopyFields({ form, copy, successor, focus }: CopyFieldsProps) {
  const names = copyFields(copy.id);
  return (
    <fieldset class="group">
      <legend>Usuario {copy.name}</legend>
      <p class="hint">
        {copy.menus.length > 0 ? `Menús: ${copy.menus.join(', ')}.` : 'No tiene menús que copiar.'}{' '}
        {copy.budget ? `Presupuesto: ${copy.budget}.` : 'No tiene presupuesto que copiar.'}
      </p>
      <div class="pairs">
        <CheckboxField form={form} name={names.menus} label={label.menus} />
        {copy.budget ? <CheckboxField form={form} name={names.budget} label={label.budget} /> : <div />}
        {successor && <TargetFields form={form} names={names} successor={successor} focus={focus} />}
      </div>
    </fieldset>
  );
}

type TargetFieldsProps = Pick<CopyFieldsProps, 'form' | 'focus'> & {
  names: ReturnType<typeof copyFields>;
  successor: NonNullable<HandoverPageProps['successor']>;
};

function TargetFields({ form, names, successor, focus }: TargetFieldsProps) {
  const choosing = successor.users.length > 0;
  const rule = 'de 8 a 20 letras y dígitos, sin espacios. Queda desactivado y sin contraseña.';
  return (
    <>
      {choosing && (
        <SelectField
          form={form}
          name={names.target}
          label={label.target}
          hint={`El de ${successor.name} que recibe lo que se copia.`}
          choices={[...successor.users, { value: addingUser, text: 'Crear un usuario nuevo' }]}
          autofocus={focus}
        />
      )}
      <TextField
        form={form}
        name={names.newName}
        label={newNameLabel(choosing)}
        size={24}
        hint={`${choosing ? 'Solo para «Crear un usuario nuevo»' : 'Nombre del usuario nuevo'}: ${rule}`}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={noSpellcheck}
        autofocus={focus && !choosing}
      />
    </>
  );
}

type HandoverReviewPageProps = {
  frame: Frame;
  form: FormState;
  outgoingId: number;
  changes: PlannedChange[];
  /** The address of the form with what was chosen. */
  back: string;
};

/** What a handover will do, in words, before it is done (product 9.2, U3). */
export function HandoverReviewPage({ frame, form, outgoingId, changes, back }: HandoverReviewPageProps) {
  return (
    <Layout frame={frame} form={form} refusal="No se hizo nada. Lea lo siguiente:">
      <p>Revise lo que va a pasar. Nada cambia hasta que presione «Confirmar».</p>
      <PostForm class="sheet-form wide" action={paths.contactHandover(outgoingId)} token={frame.token} form={form}>
        <h2>Va a cambiar</h2>
        <Facts facts={changes.map(({ label, text }) => ({ label, value: text }))} />
        <Toolbar>
          <button type="submit">Confirmar</button>
          <a href={back}>Corregir</a>
          <ToList list={paths.contacts()}>Cancelar</ToList>
        </Toolbar>
      </PostForm>
    </Layout>
  );
}
