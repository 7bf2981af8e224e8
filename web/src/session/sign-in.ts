/** Signing in, as steps: each says what the pool asks for next and takes the answer. Refusals are thrown as {@link PoolRefused}. */
import { type Enrolment, enrolmentIn } from "./enrolment.js";
import { type Json, type Pool, PoolRefused, partOf, textOf } from "./pool.js";
import { Srp } from "./srp.js";
import { type Tokens, tokensOf } from "./tokens.js";

/** What comes next. An answer that was wrong may be given again to the same step. */
export type Step =
  | { readonly is: "in"; readonly tokens: Tokens }
  | { readonly is: "app-code" | "mail-code" | "new-password"; readonly answer: (text: string) => Promise<Step> }
  | { readonly is: "enrol"; readonly enrolment: Enrolment; readonly go: () => Promise<Step> };

/** By password. It is proved, and not sent. */
export async function signIn(pool: Pool, email: string, password: string): Promise<Step> {
  const srp = new Srp();
  const asked = await pool.call("InitiateAuth", { ClientId: pool.client, AuthFlow: "USER_SRP_AUTH", AuthParameters: { USERNAME: email, SRP_A: srp.srpA } });
  if (textOf(asked, "ChallengeName") !== "PASSWORD_VERIFIER") return stepOf(pool, email, asked);
  const proof = await srp.answer(partOf(asked, "ChallengeParameters"), pool.id, password);
  return respond(pool, email, asked, proof);
}

/** By a code that comes by e-mail; only through the residents' client. */
export async function askForMailCode(pool: Pool, email: string): Promise<Step> {
  const asked = await pool.call("InitiateAuth", { ClientId: pool.client, AuthFlow: "USER_AUTH", AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: "EMAIL_OTP" } });
  return stepOf(pool, email, asked);
}

/** Answers what the pool asked. */
export async function respond(pool: Pool, email: string, asked: Json, responses: Json): Promise<Step> {
  const session = textOf(asked, "Session");
  const request = { ClientId: pool.client, ChallengeName: textOf(asked, "ChallengeName"), ChallengeResponses: responses, ...(session !== "" && { Session: session }) };
  return stepOf(pool, email, await pool.call("RespondToAuthChallenge", request));
}

function stepOf(pool: Pool, email: string, answer: Json): Step {
  if ("AuthenticationResult" in answer) return { is: "in", tokens: tokensOf(answer) };
  // The pool knows the account by an id of its own, and wants it from here on.
  const user = textOf(partOf(answer, "ChallengeParameters"), "USER_ID_FOR_SRP") || email;
  const by = (name: string) => (text: string) => respond(pool, email, answer, { USERNAME: user, [name]: text });
  switch (textOf(answer, "ChallengeName")) {
    case "SOFTWARE_TOKEN_MFA":
      return { is: "app-code", answer: by("SOFTWARE_TOKEN_MFA_CODE") };
    case "EMAIL_OTP":
      return { is: "mail-code", answer: by("EMAIL_OTP_CODE") };
    case "NEW_PASSWORD_REQUIRED":
      return { is: "new-password", answer: by("NEW_PASSWORD") };
    case "MFA_SETUP": {
      const enrolment = enrolmentIn(pool, textOf(answer, "Session"), email);
      return { is: "enrol", enrolment, go: () => respond(pool, email, { ...answer, Session: enrolment.session() }, { USERNAME: user }) };
    }
    default:
      throw new PoolRefused("UnknownChallenge", textOf(answer, "ChallengeName"));
  }
}
