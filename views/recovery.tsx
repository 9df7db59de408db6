import type { RecoveryLetter } from '../src/domain/letter.ts';
import { temporaryHours } from '../src/domain/password.ts';
import { identityLabels as label } from '../src/domain/recovery.ts';
import { CheckboxField } from './kit/checkboxes.tsx';
import { PostForm, Toolbar } from './kit/controls.tsx';
import { DateField, noSpellcheck, RadioField, RucField, TextField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { LetterText } from './kit/letter.tsx';
import { paths } from './kit/paths.ts';

type FormProps = { frame: Frame; form: FormState };

/** The first step: the administrator's data, and a small sum as a check against robots (product 5). */
export function RecoveryIdentityPage({
  frame,
  form,
  question,
  support,
}: FormProps & { question: string; support: string }) {
  // Each page asks a new question, so the earlier answer isn't shown again.
  const shown = { ...form, values: { ...form.values, answer: '' } };
  const plain = { autocapitalize: 'none', spellcheck: noSpellcheck } as const;
  return (
    <Layout frame={frame} place={stepOfFour(1)} form={form} refusal="No se pudo continuar. Revise lo siguiente:">
      <p>
        Esta página es para el administrador de la entidad. Si usted es delegado, pida a su administrador que resetee su
        contraseña. Escriba los datos de su contacto como están registrados.
      </p>
      <PostForm class="sheet-form wide" action={paths.recovery()} token={frame.token} form={form}>
        <div class="pairs">
          <RucField form={shown} label={label.ruc} />
          <TextField
            form={shown}
            name="email"
            label={label.email}
            required
            inputmode="email"
            autocomplete="email"
            {...plain}
          />
          <DateField
            form={shown}
            name="birthDate"
            label={label.birthDate}
            required
            hint="Año-mes-día, como 1980-01-31."
            autocomplete="bday"
          />
          <TextField
            form={shown}
            name="answer"
            label={`${label.answer}: ${question}`}
            required
            hint="Responda con dígitos o con palabras."
            size={16}
            autocomplete="off"
            {...plain}
          />
        </div>
        <Toolbar>
          <button type="submit">Siguiente</button>
          <a href={paths.signIn()}>Cancelar</a>
        </Toolbar>
      </PostForm>
      <p class="support">{support}</p>
    </Layout>
  );
}

/** The second step: the reason (product 5). */
export function RecoveryReasonPage({ frame, form, reasons }: FormProps & { reasons: string[] }) {
  return (
    <Layout frame={frame} place={stepOfFour(2)} form={form} refusal="No se pudo continuar. Revise lo siguiente:">
      <PostForm class="sheet-form stacked" action={paths.recoveryReason()} token={frame.token} form={form}>
        <RadioField form={form} name="reason" label="Motivo" required choices={reasons} />
        <Toolbar>
          <button type="submit">Siguiente</button>
          <a href={paths.signIn()}>Cancelar</a>
        </Toolbar>
      </PostForm>
    </Layout>
  );
}

/** The third step: the letter with the typed data, to be accepted (product 5). */
export function RecoveryLetterPage({ frame, form, letter }: FormProps & { letter: RecoveryLetter }) {
  return (
    <Layout frame={frame} place={stepOfFour(3)} form={form} refusal="No se pudo finalizar. Revise lo siguiente:">
      <LetterText letter={letter} />
      <PostForm class="sheet-form" action={paths.recoveryLetter()} token={frame.token} form={form}>
        <CheckboxField form={form} name="accepted" label="Acepto" required />
        <Toolbar>
          <button type="submit">Finalizar</button>
          <a href={`${paths.recoveryLetter()}?imprimir=1`} data-print="">
            Imprimir
          </a>
          <a href={paths.signIn()}>Cancelar</a>
        </Toolbar>
      </PostForm>
    </Layout>
  );
}

/** The last step, which is the same whether or not the data match (product 5, T3). */
export function RecoveryDonePage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame} place={stepOfFour(4)}>
      <p>
        Si los datos son los de un administrador registrado, enviamos a su correo una contraseña temporal y la solicitud
        completa. La contraseña vale {temporaryHours.mailed} horas y al ingresar con ella tendrá que elegir una nueva.
      </p>
      <p>Mientras tanto, su contraseña y sus sesiones siguen como estaban.</p>
      <p>
        Si el correo no llega en unos minutos, revise el correo no deseado y que los datos sean los de su contacto, y
        solicítelo de nuevo.
      </p>
      <p>
        <a class="button" href={paths.signIn()}>
          Ir al ingreso
        </a>
      </p>
    </Layout>
  );
}

function stepOfFour(step: 1 | 2 | 3 | 4): string {
  return `Paso ${step} de 4`;
}
