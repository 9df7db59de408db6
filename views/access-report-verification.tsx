import { useContext } from 'hono/jsx';
import { Bare, Toolbar, WayOn } from './kit/controls.tsx';
import { DateField, noSpellcheck, RucField, TextField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type VerificationPageProps = {
  frame: Frame;
  form: FormState;
  labels: Record<'ruc' | 'fecha' | 'codigo', string>;
  /** The moment since which reports can be verified; null where it isn't known. */
  since: string | null;
};

/** "Verificar un reporte", for anybody to whom a report "Estado a la fecha" was handed (product 10). */
export function AccessReportVerificationPage({ frame, form, labels, since }: VerificationPageProps) {
  return (
    <Layout frame={frame} form={form} refusal="El reporte no se verificó.">
      <p>
        Si le entregaron un reporte «Estado a la fecha», aquí puede comprobar que dice lo que estaba registrado. Copie
        de él los tres datos.
      </p>
      <Fields form={form} labels={labels} />
      {since && (
        <p>
          Se verifican los reportes hechos desde el <time>{since}</time>. Si el suyo es anterior, pida a la entidad que
          lo haga de nuevo.
        </p>
      )}
      <WayOn href={paths.start()}>Ir a la página inicial</WayOn>
    </Layout>
  );
}

function Fields({ form, labels }: Pick<VerificationPageProps, 'form' | 'labels'>) {
  const fields = (
    <div class="pairs">
      <RucField form={form} label={labels.ruc} />
      <DateField form={form} name="fecha" label={labels.fecha} required hint="Año-mes-día, como 2026-01-31." />
      <TextField
        form={form}
        name="codigo"
        label={labels.codigo}
        required
        hint="Da lo mismo en mayúsculas o minúsculas, con guiones o sin ellos."
        size={24}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={noSpellcheck}
      />
    </div>
  );
  if (useContext(Bare)) return fields;
  return (
    <form class="sheet-form wide" method="get" action={paths.accessReportVerification()} novalidate autocomplete="off">
      {fields}
      <Toolbar>
        <button type="submit">Verificar</button>
      </Toolbar>
    </form>
  );
}
