import { expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { visiting } from '../support/stage/administration.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { mailsTried } from '../support/stage/mail-queue.ts';
import { onMailStage, type Stage } from '../support/stage/stage.ts';

const label = 'Correo Electrónico';
const whole = 'escriba una dirección completa, como nombre@entidad.gob.ec.';
const one = 'escriba una sola dirección, con una arroba, como nombre@entidad.gob.ec.';
const before = "antes de la arroba use letras sin tildes ni ñ, dígitos y signos como . _ - + & '.";
const behind = 'después de la arroba use solo letras, dígitos, puntos y guiones.';
const close = 'escriba la dirección sin espacios.';

onMailStage('The e-mail of a contact', (stage) => {
  test.for([
    ['"ana"@entidad.example', before],
    ['"x y"@d.ec', close],
    ['<a@b.ec>', before],
    ['Ana <ana@entidad.example>', close],
    ['ana@entidad.example, otra@entidad.example', one],
    ['ana@entidad.example;otra@entidad.example', one],
    ['a@b@c', one],
    ['ana@entidad', whole],
    ['ana@entidad.example"><script>alert(1)</script>', behind],
    [`${'a'.repeat(65)}@b.example.ec`, 'antes de la arroba use 64 caracteres como máximo.'],
    ['аna@entidad.example', before],
    ['ana＠entidad.example', whole],
  ])('can’t be %j: the fault is named, the typed values are kept, and no mail is sent', async ([typed = '', fault]) => {
    const sentence = `${label}: ${fault}`;
    const { id, visitor } = await opened(stage);
    const page = await visitor.fill({ [label]: typed }).press('Guardar');
    expect([page.status, page.title.startsWith('Error: '), page.errors]).toEqual([422, true, [sentence]]);
    const field = page.field(label);
    expect([field.invalid, field.value]).toEqual([true, typed]);
    expect(field.describedBy).toContain(sentence);
    expect(await traces(stage, id)).toEqual({ email: 'antes@prueba.example', mails: 0 });
  });

  test.for([
    'ana@entidad.example\nBcc: otra@entidad.example',
    'ana@entidad.example\nRCPT TO:<otra@entidad.example>',
    'ana@entidad.example\u0000',
    '\u0007ana@entidad.example',
  ])('can’t be %j with characters that no keyboard types, and the others are kept', async (typed) => {
    const { id, visitor } = await opened(stage);
    const page = await visitor.fill({ [label]: typed }).press('Guardar');
    expect([page.status, page.errors]).toEqual([422, [expect.stringMatching(`^${label}: `)]]);
    const rest = typed.replace(/[\u0000-\u001f]/g, '');
    expect([page.field(label).invalid, page.field(label).value]).toEqual([true, rest]);
    expect(await traces(stage, id)).toEqual({ email: 'antes@prueba.example', mails: 0 });
  });

  test.for(["o'hara+compras_2@sub-dominio.entidad.gob.ec", 'A.B-c@X.EC', `${'a'.repeat(64)}@entidad.gob.ec`])(
    'may be %s, and is then the only recipient of its mail',
    async (address) => {
      const { id, visitor } = await opened(stage);
      const page = await visitor.fill({ [label]: ` ${address} ` }).press('Guardar');
      expect(page.announced).toEqual(['Datos Actualizados']);
      expect(await traces(stage, id)).toEqual({ email: address, mails: 2 });
      await mailsTried(stage);
      const its = stage.inbox.mails.filter(({ to }) => to === lowerDomain(address));
      expect(its.map(({ recipients }) => recipients)).toEqual([[lowerDomain(address)]]);
    },
  );

  test('may have an international domain, which is shown as typed and sent in ASCII', async () => {
    const { id, visitor } = await opened(stage);
    const address = 'ana&jose@peñafiel.ec';
    await visitor.fill({ [label]: `\u200b${address}\n` }).press('Guardar');
    expect(await traces(stage, id)).toEqual({ email: address, mails: 2 });
    await visitor.open(`/administracion/contactos/${id}`);
    expect(visitor.page.field(label).value).toBe(address);
    await mailsTried(stage);
    const its = stage.inbox.mails.filter(({ source }) => /^To: ana&jose@xn--peafiel-5za\.ec\r?$/m.test(source));
    expect(its).toHaveLength(1);
  });
});

// Adds a contact and opens its form.
async function opened(stage: Stage): Promise<{ id: number; visitor: Visitor }> {
  const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
  const id = await addContact(scope, newcomer('Correa', 'Clara', { email: 'antes@prueba.example' }));
  return { id, visitor: await visiting(stage, stage.quito.administrator, `/administracion/contactos/${id}`) };
}

// Lowers the case of the domain, which does not matter; that of the local part may.
function lowerDomain(address: string): string {
  return address.replace(/@.*$/, (domain) => domain.toLowerCase());
}

async function traces({ database: { owner } }: Stage, id: number): Promise<{ email: string; mails: number }> {
  const { email } = await owner.selectFrom('contacts').select('email').where('id', '=', id).executeTakeFirstOrThrow();
  const mails = await owner.selectFrom('mails').select('id').where('contact_id', '=', id).execute();
  return { email, mails: mails.length };
}
