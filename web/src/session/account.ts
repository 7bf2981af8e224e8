/** Making an account, and a forgotten password. None of these answers says whether an address is known. */
import { type Pool, PoolRefused } from "./pool.js";

/** Sends a code to the address. Where an account has it already, the answer is the same; nothing is sent then, and the screen says what to do. */
export async function signUp(pool: Pool, email: string, password: string): Promise<void> {
  const request = { ClientId: pool.client, Username: email, Password: password, UserAttributes: [{ Name: "email", Value: email }] };
  await alike(pool.call("SignUp", request), ["UsernameExistsException", "AliasExistsException"]);
}

/** The code that came by e-mail. */
export async function confirmSignUp(pool: Pool, email: string, code: string): Promise<void> {
  try {
    await pool.call("ConfirmSignUp", { ClientId: pool.client, Username: email, ConfirmationCode: code });
  } catch (fault) {
    // "Cannot be confirmed, it is confirmed" would say that the address is known.
    if (fault instanceof PoolRefused && HIDDEN.includes(fault.code)) throw new PoolRefused("CodeMismatchException", "");
    throw fault;
  }
}

/** Another code for a new account. */
export async function resendCode(pool: Pool, email: string): Promise<void> {
  await alike(pool.call("ResendConfirmationCode", { ClientId: pool.client, Username: email }), HIDDEN);
}

/** Sends a code for a new password, where there is such an account. */
export async function forgotPassword(pool: Pool, email: string): Promise<void> {
  await alike(pool.call("ForgotPassword", { ClientId: pool.client, Username: email }), HIDDEN);
}

/** The code and the new password. */
export async function resetPassword(pool: Pool, email: string, code: string, password: string): Promise<void> {
  try {
    await pool.call("ConfirmForgotPassword", { ClientId: pool.client, Username: email, ConfirmationCode: code, Password: password });
  } catch (fault) {
    if (fault instanceof PoolRefused && HIDDEN.includes(fault.code)) throw new PoolRefused("CodeMismatchException", "");
    throw fault;
  }
}

const HIDDEN = ["UserNotFoundException", "NotAuthorizedException", "InvalidParameterException", "UserNotConfirmedException"];

async function alike(call: Promise<unknown>, hidden: readonly string[]): Promise<void> {
  try {
    await call;
  } catch (fault) {
    if (!(fault instanceof PoolRefused && hidden.includes(fault.code))) throw fault;
  }
}

/** What the pool asks of a password (`infra/identity.yaml`), each by its name. */
export const PASSWORD_RULES = {
  length: (text: string) => [...text].length >= 13,
  lower: (text: string) => /[a-z]/.test(text),
  upper: (text: string) => /[A-Z]/.test(text),
  digit: (text: string) => /\d/.test(text),
} as const;

export type PasswordRule = keyof typeof PASSWORD_RULES;

/** The rules that a password does not meet yet. */
export function missingIn(password: string): readonly PasswordRule[] {
  return (Object.keys(PASSWORD_RULES) as PasswordRule[]).filter((rule) => !PASSWORD_RULES[rule](password));
}

/** An address as it is sent: full-width letters of a Japanese keyboard are the ordinary ones. */
export function addressOf(typed: string): string {
  return typed.normalize("NFKC").trim();
}

/** Whether it can be an address at all; the pool looks closer. */
export function isAddress(address: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(address);
}

/** The digits of a code, however they were typed. */
export function codeOf(typed: string): string {
  return typed.normalize("NFKC").replace(/\D/g, "");
}
