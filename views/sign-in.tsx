import { PostForm, Toolbar, WayOn } from './kit/controls.tsx';
import { noSpellcheck, PasswordField, RucField, TextField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** The sign-in page (product 1). */
export function SignInPage({ frame, form, support }: { frame: Frame; form: FormState; support: string }) {
  return (
    <Layout frame={frame} form={form} refusal="No se abrió la sesión.">
      <div class="beside">
        <PostForm class="sheet-form" action={paths.signIn()} token={frame.token} form={form}>
          <RucField form={form} label="Ruc" />
          <TextField
            form={form}
            name="userName"
            label="Usuario"
            required
            size={24}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={noSpellcheck}
          />
          <PasswordField form={form} name="password" label="Contraseña" autocomplete="current-password" />
          <Toolbar>
            <button type="submit">Entrar</button>
          </Toolbar>
        </PostForm>
        <section>
          <h2>Si no puede ingresar</h2>
          <WayOn href={paths.recovery()}>¿Olvidó su contraseña?</WayOn>
          <p>
            Si usted es delegado, consulte al administrador de su entidad: él resetea contraseñas y activa usuarios.
          </p>
          <p>Su sesión dura 30 minutos sin uso.</p>
          <p class="support">{support}</p>
        </section>
      </div>
    </Layout>
  );
}
