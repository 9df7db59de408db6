import type * as z from 'zod';
import { type FormState, isRefused } from '../../../views/kit/form-state.ts';
import { lookupNames } from '../../../views/kit/lookup.tsx';
import { type FieldErrors, FORM } from '../../domain/outcome.ts';
import { isUnprintable, plainLines, printable, unprintableFault } from '../../domain/typed-text.ts';
import type { AnyContext } from '../env.ts';
import type { TypedForm } from './body.ts';
import { creationKeyField, readCreationKey, readVersion, versionField } from './carried.ts';

/**
 * A field's label. Browsers leave out the fields of radio buttons and checkboxes if nothing is chosen; mayBeMissing may
 * be the value that a missing one stands for. Several are checkboxes that share the name; commas join their values. Lines
 * says that the text may have line breaks.
 */
type FormField = { label: string; mayBeMissing?: boolean | string; several?: boolean; lines?: boolean };

/** The fields of a form by name, in the order of the page. */
export type FormFields = Record<string, FormField>;

/** A form that adds a record and carries a creation key. */
type AddingForm = { carries: 'creationKey'; fields: FormFields };

/** A form that edits a record and carries the version at which it was read. */
type EditingForm = { carries: 'version'; fields: FormFields };

/** A form that neither adds nor edits a record and carries nothing. */
type AskingForm = { carries: 'nothing'; fields: FormFields };

type Definition = AddingForm | EditingForm | AskingForm;

/** Defines a form that adds a record. */
export function addingForm(fields: FormFields): AddingForm {
  return { carries: 'creationKey', fields };
}

/** Defines a form that edits a record. */
export function editingForm(fields: FormFields): EditingForm {
  return { carries: 'version', fields };
}

/** Defines a form that neither adds nor edits a record. */
export function askingForm(fields: FormFields): AskingForm {
  return { carries: 'nothing', fields };
}

type Values = FormState['values'];

/**
 * Gives a form as its page first shows it, with the stored values and the version or creation key that it carries. A
 * form kept over a sign-in (S4) comes back with the typed values and its earlier version or creation key, so that a
 * change in between is noticed and nothing is added twice.
 */
export function openForm(c: AnyContext, definition: AskingForm): FormState;
export function openForm(c: AnyContext, definition: AddingForm, stored?: { values: Values }): FormState;
export function openForm(
  c: AnyContext,
  definition: EditingForm,
  stored: { values: Values; version: number },
): FormState;
export function openForm(
  c: AnyContext,
  definition: Definition,
  { values = {}, version = 0 }: { values?: Values; version?: number } = {},
): FormState {
  const kept = c.var.kept?.form;
  if (!kept)
    return { values, errors: {}, carried: carriedFields(definition, creationKeyOf(definition, null), version) };
  const carried = carriedFields(definition, creationKeyOf(definition, kept), readVersion(kept));
  return { values: keptValues(kept, definition.fields), errors: {}, carried };
}

function creationKeyOf({ carries }: Definition, form: TypedForm | null): string {
  return carries === 'creationKey' ? readCreationKey(form) : '';
}

function carriedFields({ carries }: Definition, creationKey: string, version: number): FormState['carried'] {
  if (carries === 'creationKey') return { [creationKeyField]: creationKey };
  return carries === 'version' ? { [versionField]: String(version) } : {};
}

function keptValues(kept: TypedForm, fields: FormFields): Values {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, textOf(kept.getAll(name), field)]));
}

/** Reads the action of the button that sent the request's form; '' if the button has none. */
export function pressedAction(c: AnyContext): string {
  return c.var.form.getAll('accion').join(' ');
}

/** The sentence for a form that no button of its page sends. */
export const unknownAction = 'No se guardó nada: elija uno de los botones del formulario.';

/**
 * Says whether a sent form searches for what it offers to choose from (product 3): by its button, or by Enter where the
 * typed text hasn't been searched for yet.
 */
export function isSearch(
  form: TypedForm,
  { search, searched }: { search: string; searched: string } = lookupNames.posted,
): boolean {
  const action = form.getAll('accion').join(' ');
  return (
    action === 'buscar' || (action === 'intro' && printable(form.get(search) ?? '') !== (form.get(searched) ?? ''))
  );
}

/** The reading of a sent form: its value if it is valid, and its state for the page that shows it again. */
type FormReading<T> = ({ ok: true; value: T } | { ok: false }) & { form: FormState };

/**
 * Checks the request's form against a schema and ignores fields that the definition doesn't name (R3). The state has a
 * sentence for each faulty field, also for one that is repeated, missing or has control characters (R5).
 */
export function readForm<S extends z.ZodType>(
  c: AnyContext,
  definition: AskingForm,
  schema: S,
): FormReading<z.output<S>>;
export function readForm<S extends z.ZodType>(
  c: AnyContext,
  definition: AddingForm,
  schema: S,
): FormReading<z.output<S>> & { creationKey: string };
export function readForm<S extends z.ZodType>(
  c: AnyContext,
  definition: EditingForm,
  schema: S,
): FormReading<z.output<S>> & { version: number };
export function readForm<S extends z.ZodType>(
  c: AnyContext,
  definition: Definition,
  schema: S,
): FormReading<z.output<S>> & { creationKey: string; version: number } {
  const typed = c.var.form;
  const [creationKey, version] = [creationKeyOf(definition, typed), readVersion(typed)];
  const carried = carriedFields(definition, creationKey, version);
  const { form, ...reading } = readTyped(typed, definition, schema);
  return { ...reading, form: { ...form, carried }, creationKey, version };
}

/** Checks a form that was sent otherwise than by the request's body, such as in the address, like readForm. */
export function readTyped<S extends z.ZodType>(
  typed: TypedForm,
  { fields }: { fields: FormFields },
  schema: S,
): FormReading<z.output<S>> {
  const { values, errors } = readFields(typed, fields);
  const checked = schema.safeParse(values);
  if (!checked.success) {
    for (const issue of checked.error.issues) errors[String(issue.path[0] ?? '')] ??= issue.message;
  }
  const form = { values, errors: inOrder(errors, fields), carried: {} };
  return checked.success && !isRefused(form) ? { ok: true, value: checked.data, form } : { ok: false, form };
}

function readFields(typed: TypedForm, fields: FormFields): Pick<FormState, 'values' | 'errors'> {
  const values: Values = {};
  const errors: FieldErrors = {};
  for (const [name, field] of Object.entries(fields)) {
    const { label, mayBeMissing, several } = field;
    const sent = typed.getAll(name);
    values[name] = textOf(sent.length === 0 && typeof mayBeMissing === 'string' ? [mayBeMissing] : sent, field);
    if (sent.length > 1 && !several) errors[name] = `${label}: el campo llegó más de una vez. Escríbalo una sola vez.`;
    if (sent.length === 0 && !mayBeMissing) errors[name] = `${label}: el campo no llegó. Escríbalo y envíe de nuevo.`;
    if (sent.flatMap((text) => linesOf(text, field)).some(isUnprintable)) {
      errors[name] = unprintableFault(label);
    }
  }
  return { values, errors };
}

function textOf(sent: string[], field: FormField): string {
  const text = field.several ? sent.join(',') : (sent[0] ?? '');
  return linesOf(text, field).map(printable).join('\n');
}

function linesOf(text: string, { lines }: FormField): string[] {
  return lines ? plainLines(text).split('\n') : [text];
}

// The summary lists the errors in the order of the page's fields.
function inOrder(errors: FieldErrors, fields: FormFields): FieldErrors {
  const names = [FORM, ...Object.keys(fields)].filter((name) => name in errors);
  return Object.fromEntries(names.map((name) => [name, errors[name] ?? '']));
}
