import * as z from 'zod';
import { AccessReportVerificationPage } from '../../views/access-report-verification.tsx';
import { emptyForm, type FormState, isRefused, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { verifiableSince, verifyReport } from '../data/outside/access-reports.ts';
import { readCheckCode } from '../domain/check-code.ts';
import { civilDate, dateTimeText } from '../domain/civil-date.ts';
import { dateField, rucField, textField } from '../domain/fields.ts';
import { secondsUntil, tooManyTries } from '../domain/guessing.ts';
import { FORM } from '../domain/outcome.ts';
import { isRuc } from '../domain/ruc.ts';
import { type PublicContext, publicGet, type Route } from '../web/env.ts';
import { askingForm, readTyped } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { show } from '../web/respond.ts';
import { originOf } from '../web/session.ts';

/**
 * The route of "Verificar un reporte". It changes nothing, so its form is sent by GET, and says only whether a report
 * with this code says what the history says (product 10).
 */
export const accessReportVerificationRoutes: Route[] = [
  publicGet(paths.accessReportVerification(), async (c) => {
    const query = new URL(c.req.url).searchParams;
    const isSent = Object.keys(definition.fields).some((name) => query.has(name));
    if (!isSent) return verificationPage(c, emptyForm);
    const reading = readTyped(query, definition, reportForm(civilDate(c.var.now)));
    if (!reading.ok) return verificationPage(c, reading.form);
    const { ruc, fecha, codigo } = reading.value;
    const verdict = await verifyReport(c.var.app, { ruc, day: fecha, code: codigo }, originOf(c));
    if (verdict === 'right') return verificationPage(c, reading.form, { confirmed: confirmation(ruc, fecha) });
    if (verdict === 'wrong') return verificationPage(c, withErrors(reading.form, { [FORM]: wrong }));
    c.header('Retry-After', String(secondsUntil(verdict.until, c.var.now)));
    return verificationPage(c, withErrors(reading.form, { [FORM]: tooManyTries(verdict.until) }), { status: 429 });
  }),
];

const labels = { ruc: 'RUC', fecha: 'Fecha', codigo: 'Código' } as const;

const definition = askingForm({
  ruc: { label: labels.ruc },
  fecha: { label: labels.fecha },
  codigo: { label: labels.codigo },
});

function reportForm(today: string) {
  return z.object({
    ruc: rucField.refine(isRuc, `${labels.ruc}: escriba los 13 dígitos que están en el reporte.`),
    fecha: dateField(labels.fecha).refine(
      (day) => day === null || day <= today,
      `${labels.fecha}: escriba la fecha del reporte; no puede ser posterior a hoy (${today}).`,
    ),
    codigo: textField.transform((typed, context): string => {
      const code = readCheckCode(typed);
      if (code) return code;
      context.addIssue(`${labels.codigo}: escriba las 16 letras y dígitos del reporte, como 7Q2M-0XKD-94TB-HJ5C.`);
      return z.NEVER;
    }),
  });
}

function confirmation(ruc: string, day: string): string {
  return `El código es correcto: el reporte del RUC ${ruc} al ${day} lo lleva y dice lo que estaba registrado.`;
}

// The same for an unknown RUC, a day before its registration, and another code.
const wrong =
  'Ningún reporte de ese RUC y esa fecha lleva ese código, o lo que decía ya cambió. Compare los tres datos con el reporte; si se hizo el mismo día de su fecha, pida uno nuevo.';

async function verificationPage(
  c: PublicContext,
  form: FormState,
  {
    confirmed = null,
    status = isRefused(form) ? 422 : 200,
  }: { confirmed?: string | null; status?: 200 | 422 | 429 } = {},
): Promise<Response> {
  const since = await verifiableSince(c.var.app);
  const page = (
    <AccessReportVerificationPage
      frame={{ ...frame(c, 'Verificar un reporte', 'verificar'), ...(confirmed && { notice: confirmed }) }}
      form={form}
      labels={labels}
      since={since && dateTimeText(since)}
    />
  );
  return show(c, page, status);
}
