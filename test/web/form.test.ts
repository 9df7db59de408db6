import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { AnyContext } from '../../src/web/env.ts';
import { addingForm, askingForm, editingForm, openForm, readForm } from '../../src/web/forms/form.ts';
import { errorText, isRefused, withErrors } from '../../views/kit/form-state.ts';

const fields = { name: { label: 'Nombre' }, status: { label: 'Estado', mayBeMissing: true } };
const schema = z.object({ name: z.string().min(1, 'Nombre: escríbalo.'), status: z.string() });
const [adding, editing, asking] = [addingForm(fields), editingForm(fields), askingForm(fields)];
const key = 'k'.repeat(43);

describe('An opened form', () => {
  const stored = { values: { name: 'Ana' }, version: 7 };

  test('carries the version of the record that it edits', () => {
    expect(openForm(opened(null), editing, stored)).toEqual({
      values: { name: 'Ana' },
      errors: {},
      carried: { version: '7' },
    });
  });

  test('carries a new creation key each time where it adds a record', () => {
    const [first, second] = [openForm(opened(null), adding), openForm(opened(null), adding)];
    expect(first.carried.creationKey).toMatch(/^[\w-]{43}$/);
    expect(second.carried.creationKey).not.toBe(first.carried.creationKey);
  });

  test('carries nothing where it changes no record', () => {
    expect(openForm(opened(null), asking)).toEqual({ values: {}, errors: {}, carried: {} });
  });

  test('shows a kept form as it was typed, with its version and creation key', () => {
    const kept = opened(`name=Eva\u0001&version=3&creationKey=${key}&otro=x`);
    expect(openForm(kept, editing, stored)).toEqual({
      values: { name: 'Eva', status: '' },
      errors: {},
      carried: { version: '3' },
    });
    expect(openForm(kept, adding).carried).toEqual({ creationKey: key });
    expect(openForm(kept, asking)).toMatchObject({ values: { name: 'Eva' }, carried: {} });
  });

  test('does not compile without the values and the version of the record that it edits', () => {
    // @ts-expect-error without the stored values and their version
    expect(openForm(opened(null), editing).values).toEqual({});
    // @ts-expect-error without the version
    expect(openForm(opened(null), editing, { values: {} }).values).toEqual({});
  });
});

describe('A sent form', () => {
  test('gives its value and its carried fields', () => {
    expect(readForm(sent(`name=Ana&version=7&otro=x`), editing, schema)).toMatchObject({
      ok: true,
      value: { name: 'Ana', status: '' },
      version: 7,
      form: { carried: { version: '7' } },
    });
    expect(readForm(sent(`name=Ana&creationKey=${key}`), adding, schema)).toMatchObject({ ok: true, creationKey: key });
  });

  test.for([
    ['', 0],
    ['version=', 0],
    ['version=007', 0],
    ['version=1.5', 0],
    ['version=7&version=7', 0],
    ['version=9999999999', 0],
    ['version=999999999', 999999999],
  ] as const)('reads from “%s” the version %i, and 0 is no record’s', ([body, version]) => {
    expect(readForm(sent(body), editing, schema).version).toBe(version);
  });

  test.for(['', 'creationKey=', 'creationKey=x', `creationKey=${key}&creationKey=${key}`, `creationKey=${key}x`])(
    'gets a new creation key for “%s”, which the page carries from then on',
    (body) => {
      const { creationKey, form } = readForm(sent(body), adding, schema);
      expect(creationKey).toMatch(/^[\w-]{43}$/);
      expect(creationKey).not.toBe(key);
      expect(form.carried).toEqual({ creationKey });
    },
  );

  test('is refused with its values and with a sentence for each faulty field, in the order of the page', () => {
    const reading = readForm(sent('status=a&status=b&name='), asking, schema);
    expect(reading.ok).toBe(false);
    expect(isRefused(reading.form)).toBe(true);
    expect(reading.form.values).toEqual({ name: '', status: 'a' });
    expect(Object.keys(reading.form.errors)).toEqual(['name', 'status']);
    expect(isRefused(withErrors(reading.form, {}))).toBe(false);
    expect(errorText({ name: 'Uno.', status: 'Dos.' })).toBe('Uno. Dos.');
  });
});

function opened(kept: string | null): AnyContext {
  const found = kept === null ? null : { form: new URLSearchParams(kept), sentence: null };
  return { var: { kept: found } } as unknown as AnyContext;
}

function sent(body: string): AnyContext {
  return { var: { form: new URLSearchParams(body), kept: null } } as unknown as AnyContext;
}
