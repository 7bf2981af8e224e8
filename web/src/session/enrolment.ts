/** Adding an authenticator app (TOTP). It counts only once the city has completed the enrolment (`infra/operate/enrolment.py`). */
import { type Json, type Pool, PoolRefused, isJson, textOf } from "./pool.js";

export interface Enrolment {
  /** What the app is given, as base32; and whose it is. */
  readonly begin: () => Promise<{ readonly secret: string; readonly account: string }>;
  /** A code that the app shows; throws `CodeMismatchException` where it is not the right one. */
  readonly prove: (code: string) => Promise<void>;
}

/** Whether the account has its app already: then only the city's part is left. */
export async function hasApp(pool: Pool, access: string): Promise<boolean> {
  const settings = (await pool.call("GetUser", { AccessToken: access }))["UserMFASettingList"];
  return Array.isArray(settings) && settings.includes("SOFTWARE_TOKEN_MFA");
}

/** By a token that the API does not take yet. From then on every sign-in asks for the app. */
export function enrolmentBy(pool: Pool, token: () => Promise<string | undefined>): Enrolment {
  const access = async () => {
    const given = await token();
    if (given === undefined) throw new PoolRefused("NotAuthorizedException", "nobody is signed in");
    return given;
  };
  return {
    async begin() {
      const AccessToken = await access();
      const secret = textOf(await pool.call("AssociateSoftwareToken", { AccessToken }), "SecretCode");
      return { secret, account: emailOf(await pool.call("GetUser", { AccessToken })) };
    },
    async prove(code) {
      const AccessToken = await access();
      await verify(pool, { AccessToken }, code);
      await pool.call("SetUserMFAPreference", { AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
    },
  };
}

/** Within a sign-in that asks for it (`MFA_SETUP`): the session goes from answer to answer. */
export function enrolmentIn(pool: Pool, first: string, email: string): Enrolment & { readonly session: () => string } {
  let session = first;
  return {
    session: () => session,
    async begin() {
      const answer = await pool.call("AssociateSoftwareToken", { Session: session });
      session = textOf(answer, "Session") || session;
      return { secret: textOf(answer, "SecretCode"), account: email };
    },
    async prove(code) {
      session = textOf(await verify(pool, { Session: session }, code), "Session") || session;
    },
  };
}

/** What a camera reads into the app. */
export function otpAddress(secret: string, account: string, issuer: string): string {
  return `otpauth://totp/${encodeURIComponent(account === "" ? issuer : `${issuer}:${account}`)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

async function verify(pool: Pool, by: Json, code: string): Promise<Json> {
  const answer = await pool.call("VerifySoftwareToken", { ...by, UserCode: code, FriendlyDeviceName: "staff" });
  if (textOf(answer, "Status") !== "SUCCESS") throw new PoolRefused("CodeMismatchException", "not verified");
  return answer;
}

function emailOf(user: Json): string {
  const attributes = user["UserAttributes"];
  const found: unknown = Array.isArray(attributes) ? attributes.find((one: unknown) => isJson(one) && one["Name"] === "email") : undefined;
  return isJson(found) ? textOf(found, "Value") : "";
}
