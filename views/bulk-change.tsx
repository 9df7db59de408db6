import type { BulkLine, BulkQuestion } from '../src/domain/bulk-change.ts';
import type { Choice } from './kit/choices.ts';
import { PostForm, ToList, Toolbar } from './kit/controls.tsx';
import { Facts } from './kit/facts.tsx';
import { DateField, SelectField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** The labels of the fields in which an action asks for its value, by their names. */
export const questionLabels = {
  menuCode: 'Menú que se quita',
  until: 'Nueva fecha Hasta',
  template: 'Perfil tipo',
} as const;

/** The name of the button that shows what an answer would do, without doing it. */
export const foreseeing = 'ver';

/** The list of the chosen: its address, and what its rows are called, one and several. */
type ListProps = { address: string; noun: readonly [string, string] };

type BulkChangePageProps = {
  frame: Frame;
  form: FormState;
  action: string;
  list: ListProps;
  lines: BulkLine[];
  asks: BulkQuestion | undefined;
  taking: boolean;
  /** What the change means for everybody, and what becomes of mails beyond a limit. */
  notes: string[];
  /** What the answer is chosen from. */
  choices: Choice[];
};

/** What an action will do to each of the chosen, and the question before it is done (product 8.3, U3). */
export function BulkChangePage(props: BulkChangePageProps) {
  const { frame, form, action, list, lines, asks, taking, notes, choices } = props;
  if (asks === 'template' && choices.length === 0) return <NoTemplatesPage frame={frame} list={list} />;
  const possible = lines.some(({ done }) => done);
  // Where an answer changes nobody, another one may.
  const answered = asks === 'template' && form.values.template;
  return (
    <Layout frame={frame} form={form} refusal="No se hizo nada. Revise lo siguiente:">
      <p>
        {possible
          ? 'Revise lo que va a pasar. Nada cambia hasta que presione «Confirmar».'
          : answered
            ? 'Con este perfil tipo no cambia nadie. Elija otro o cancele.'
            : 'No hay a quién aplicar el cambio. No se hizo nada.'}
      </p>
      {possible && notes.map((note) => <p>{note}</p>)}
      <PostForm class="sheet-form wide" action={action} token={frame.token} form={form}>
        {asks && (possible || answered) && (
          <div class="pairs">
            <Question form={form} asks={asks} choices={choices} />
          </div>
        )}
        <Lines lines={lines} noun={list.noun} done="Va a cambiar" left="Fuera del cambio" />
        <Toolbar>
          {possible && (
            <button type="submit" class={taking ? 'danger' : undefined}>
              Confirmar
            </button>
          )}
          <ToList list={list.address}>{possible || answered ? 'Cancelar' : 'Regresar'}</ToList>
        </Toolbar>
      </PostForm>
    </Layout>
  );
}

function Question({ form, asks, choices }: Pick<BulkChangePageProps, 'form' | 'choices'> & { asks: BulkQuestion }) {
  switch (asks) {
    case 'menu':
      return <SelectField form={form} name="menuCode" label={questionLabels.menuCode} required choices={choices} />;
    case 'template':
      return <TemplateQuestion form={form} choices={choices} />;
    case 'until':
      return (
        <DateField
          form={form}
          name="until"
          label={questionLabels.until}
          required
          hint="Año-mes-día, como 2026-12-31. Para dejar una delegación sin fecha de salida, edite el contacto."
        />
      );
  }
}

function TemplateQuestion({ form, choices }: Pick<BulkChangePageProps, 'form' | 'choices'>) {
  return (
    <div class="find">
      <SelectField
        form={form}
        name="template"
        label={questionLabels.template}
        required
        hint="«Ver qué cambia» dice qué menús recibe y pierde cada persona, sin cambiar nada."
        choices={choices}
      />
      <button type="submit" class="secondary" name="accion" value={foreseeing}>
        Ver qué cambia
      </button>
    </div>
  );
}

function NoTemplatesPage({ frame, list }: Pick<BulkChangePageProps, 'frame' | 'list'>) {
  return (
    <Layout frame={frame} actions>
      <p>
        Su entidad aún no tiene perfiles tipo, así que no se hizo nada.{' '}
        <a href={paths.templates()}>Agregue uno en «Perfiles tipo»</a> y elija de nuevo a las personas.
      </p>
      <Toolbar>
        <ToList list={list.address}>Regresar</ToList>
      </Toolbar>
    </Layout>
  );
}

type BulkChangeMadePageProps = { frame: Frame; list: ListProps; lines: BulkLine[] };

/** What a bulk change did to each of the chosen (product 8.3). */
export function BulkChangeMadePage({ frame, list, lines }: BulkChangeMadePageProps) {
  return (
    <Layout frame={frame} actions>
      <Lines lines={lines} noun={list.noun} done="Hecho" left="Quedaron fuera" />
      <Toolbar>
        <ToList list={list.address}>Regresar</ToList>
      </Toolbar>
    </Layout>
  );
}

type LinesProps = { lines: BulkLine[]; noun: ListProps['noun']; done: string; left: string };

function Lines({ lines, noun: [one, several], done, left }: LinesProps) {
  const groups = [
    { heading: done, people: lines.filter((line) => line.done) },
    { heading: left, people: lines.filter((line) => !line.done) },
  ];
  return (
    <>
      {groups
        .filter(({ people }) => people.length > 0)
        .map(({ heading, people }) => (
          <>
            <h2>
              {heading}: {people.length} {people.length === 1 ? one : several}
            </h2>
            <Facts facts={people.map(({ name, text }) => ({ label: name, value: text }))} />
          </>
        ))}
    </>
  );
}
