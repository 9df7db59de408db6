import { templateLabels } from '../src/domain/template.ts';
import { CheckboxesField } from './kit/checkboxes.tsx';
import type { Choice } from './kit/choices.ts';
import { FormToolbar, PostForm } from './kit/controls.tsx';
import { TextField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { type MenuGroup, MenuGroups } from './kit/menu-groups.tsx';
import { paths } from './kit/paths.ts';

type TemplateFormPageProps = {
  frame: Frame;
  form: FormState;
  action: string;
  /** The menus to choose from, by group. */
  choices: Choice[];
  /** The names of the menus that every user holds. */
  required: string;
  groups: MenuGroup[];
};

/** The form of a new or a stored template (product 3.4), with what each menu is for. */
export function TemplateFormPage({ frame, form, action, choices, required, groups }: TemplateFormPageProps) {
  return (
    <Layout frame={frame} form={form}>
      <p class="legend">Los campos con asterisco son obligatorios.</p>
      <PostForm class="sheet-form wide" action={action} token={frame.token} form={form}>
        <TextField
          form={form}
          name="name"
          label={templateLabels.name}
          required
          hint="De 3 a 60 caracteres, como Compras públicas."
          autocomplete="off"
        />
        <CheckboxesField
          form={form}
          name="menu"
          label={templateLabels.menu}
          hint={`${required} lo tienen todos los usuarios y no hace falta elegirlo.`}
          choices={choices}
        />
        <FormToolbar leave={paths.templates()}>
          <button type="submit">Guardar</button>
        </FormToolbar>
      </PostForm>
      {!frame.bare && <MenuGroups groups={groups} />}
    </Layout>
  );
}
