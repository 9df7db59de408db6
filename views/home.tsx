import { OfferToAnswer, type OfferToAnswerProps } from './administrator-answer.tsx';
import { type AttentionListProps, People } from './home-attention.tsx';
import { Days } from './kit/days.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';

type HomePageProps = {
  frame: Frame;
  /** «Buenas tardes, Amparo Salgado.» */
  greeting: string;
  /** What the person should know about their own access. */
  warnings: string[];
  /** The offer of the administration that waits for the person's answer. */
  offer: OfferToAnswerProps | null;
  /** The form of an answer, if it was refused. */
  answer: FormState;
  /** The sections of the menu that the person may open, each with its purpose. */
  tasks: { href: string; label: string; text: string }[];
  /** The people who need attention, in a list for each reason; null for delegates. */
  attention: AttentionListProps[] | null;
};

/** The first page after a sign-in: what needs attention, then what one may do (product 1). */
export function HomePage({ frame, greeting, warnings, offer, answer, tasks, attention }: HomePageProps) {
  return (
    <Layout
      frame={frame}
      form={answer}
      refusal="No se hizo nada. Revise lo siguiente:"
      heading="Inicio"
      actions={false}
      typed={false}
    >
      <p class="lead">{greeting}</p>
      {warnings.map((warning) => (
        <p class="warning">
          <Days>{warning}</Days>
        </p>
      ))}
      {offer && <OfferToAnswer offer={offer} token={frame.token} />}
      {attention && <h2>Qué requiere su atención</h2>}
      {attention?.length === 0 && <p>Nada por ahora: todo está al día.</p>}
      {attention && attention.length > 0 && (
        <div class="attention">
          {attention.map((list) => (
            <section class="noted">
              <h3>{list.title}</h3>
              <People list={list} token={frame.token} />
            </section>
          ))}
        </div>
      )}
      <h2>Qué puede hacer</h2>
      <ul class="doings">
        {tasks.map(({ href, label, text }) => (
          <li>
            <a href={href}>{label}</a> <span>{text}</span>
          </li>
        ))}
      </ul>
    </Layout>
  );
}
