/** What the forms of a sign-in are made of. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Banner } from "../../components/banner.js";
import { Button } from "../../components/button.js";
import { Check } from "../../components/check.js";
import { Field } from "../../components/field.js";
import { Icon } from "../../components/icon.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { PASSWORD_RULES, type PasswordRule, codeOf } from "../account.js";
import OtherDoor from "./other-door.js";
import type { Why } from "./refusal.js";

interface FieldProps {
  readonly id: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly error?: string | undefined;
}

export function EmailField({ error, ...field }: FieldProps) {
  const { say } = useWords();
  const { fields } = useLexicon(sessionWords);
  return <Field {...field} label={say(fields.email)} error={error && say(error)} type="email" inputMode="email" autocomplete="username" maxLength={254} />;
}

/** A password can be pasted and looked at. A new one shows its rules as they are met. */
export function PasswordField({ error, fresh = false, ...field }: FieldProps & { readonly fresh?: boolean }) {
  const { say } = useWords();
  const { fields } = useLexicon(sessionWords);
  const [shown, show] = useState(false);
  return (
    <Field {...field} label={say(fresh ? fields.newPassword : fields.password)} error={error && say(error)} type={shown ? "text" : "password"} autocomplete={fresh ? "new-password" : "current-password"} maxLength={256}>
      <Check checked={shown} onChange={show}>{say(fields.show)}</Check>
      {fresh && <Rules password={field.value} />}
    </Field>
  );
}

export function CodeField({ error, app = false, ...field }: FieldProps & { readonly app?: boolean }) {
  const { say } = useWords();
  const { fields } = useLexicon(sessionWords);
  // A line that was pasted from the mail comes whole; what is typed stays as it is, so that a keyboard that converts is not disturbed.
  const onInput = (typed: string) => field.onInput(typed.length > 12 ? codeOf(typed) : typed);
  return <Field {...field} onInput={onInput} label={say(app ? fields.appCode : fields.code)} hint={app ? undefined : say(fields.codeHint)} error={error && say(error)} inputMode="numeric" autocomplete="one-time-code" maxLength={200} />;
}

function Rules({ password }: { password: string }) {
  const { say, plain } = useWords();
  const { fields } = useLexicon(sessionWords);
  return (
    <ul aria-label={plain(fields.rules)}>
      {(Object.keys(PASSWORD_RULES) as PasswordRule[]).map((rule) => {
        const met = PASSWORD_RULES[rule](password);
        return <li key={rule} class={met ? "rule rule--met" : "rule"}><Icon name={met ? "check" : "clock"} small /><span>{say(fields.rule[rule])}: {met ? <strong>{say(fields.met)}</strong> : say(fields.open)}</span></li>;
      })}
    </ul>
  );
}

/** Why a form did not come to what was wanted. */
export function Refused({ why }: { why: Why | undefined }) {
  const { say } = useWords();
  const { refused } = useLexicon(sessionWords);
  if (why === undefined) return null;
  return <Banner kind="danger" title={say(refused.title)}><p>{say(refused[why])}</p>{why === "door" && <OtherDoor />}</Banner>;
}

/** A step: its title takes the focus, so that it is said; sending it is one button. */
export function StepForm({ title, text, why, busy, go, first = false, focus, back, onSubmit, children, below }: {
  readonly title: string;
  readonly text?: string;
  readonly why: Why | undefined;
  readonly busy: boolean;
  /** The word of its button. */
  readonly go: string;
  /** The step that is there from the beginning leaves the focus where it is. */
  readonly first?: boolean;
  /** The field that takes the focus in place of the title, where its label says all. */
  readonly focus?: string;
  readonly back?: () => void;
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
  readonly below?: ComponentChildren;
}) {
  const { words, say } = useWords();
  const { signIn } = useLexicon(sessionWords);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!first) ((focus && document.getElementById(focus)) || heading.current)?.focus();
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!busy) onSubmit();
  };
  return (
    <form class="card" onSubmit={submit} noValidate>
      <h2 class="card__title" tabIndex={-1} ref={heading}>{say(title)}</h2>
      {text !== undefined && <p>{say(text)}</p>}
      {children}
      <Refused why={why} />
      <Button submit block busy={busy}>{say(busy ? signIn.busy : go)}</Button>
      {(below || back) && <div class="sign-in__links">{below}{back && <LinkButton onClick={back}>{say(words.common.back)}</LinkButton>}</div>}
    </form>
  );
}

/** Another way, beside the button of the form. */
export function LinkButton({ onClick, children }: { onClick: () => void; children: ComponentChildren }) {
  return <button type="button" class="link-button" onClick={onClick}>{children}</button>;
}

const RESEND_AFTER_S = 30;

/** Sends the code again, but not at once: a mail takes its time, and the pool counts. */
export function Resend({ busy, send }: { busy: boolean; send: () => void }) {
  const { say } = useWords();
  const { code } = useLexicon(sessionWords);
  const [left, setLeft] = useState(RESEND_AFTER_S);
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  const again = () => {
    setLeft(RESEND_AFTER_S);
    send();
  };
  return <Button kind="line" block busy={busy || left > 0} onClick={again}>{say(left > 0 ? code.wait(left) : code.again)}</Button>;
}
