/** Passkeys at the user pool: signing in by one, and those of an account. What a device is asked, and what it answers, is the pool's JSON and the browser's own. */
import { Unreachable } from "../api/index.js";
import { type Json, type Pool, PoolRefused, isJson, partOf, textOf } from "./pool.js";
import { type Step, respond } from "./sign-in.js";

/** One of the account's, wherever its device is. */
export interface Passkey {
  readonly id: string;
  /** As the pool calls what keeps it; may be empty. */
  readonly name: string;
  readonly made: Date;
}

export interface Passkeys {
  readonly list: () => Promise<readonly Passkey[]>;
  /** Makes one on this device, or on one that the person chooses. */
  readonly add: (signal: AbortSignal) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

/** The pool has no passkey for who wants to sign in, or does not say that there is such an account: it is the same to the pages. */
export const NO_PASSKEY = "NoPasskey";

/** Only through the residents' client. Throws the browser's own `DOMException` where the device did not come to an answer. */
export async function signInByPasskey(pool: Pool, email: string, signal: AbortSignal): Promise<Step> {
  const asked = await askFor(pool, email);
  const challenge = partOf(asked, "ChallengeParameters");
  const options = read(textOf(challenge, "CREDENTIAL_REQUEST_OPTIONS")) as unknown as PublicKeyCredentialRequestOptionsJSON;
  const answer = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), signal });
  const user = textOf(challenge, "USER_ID_FOR_SRP") || email;
  return respond(pool, email, asked, { USERNAME: user, CREDENTIAL: JSON.stringify(jsonOf(answer)) });
}

async function askFor(pool: Pool, email: string): Promise<Json> {
  const request = { ClientId: pool.client, AuthFlow: "USER_AUTH", AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: "WEB_AUTHN" } };
  const asked = await pool.call("InitiateAuth", request).catch((fault: unknown) => {
    if (fault instanceof PoolRefused && HIDDEN.includes(fault.code) && !/attempts exceeded/i.test(fault.message)) throw new PoolRefused(NO_PASSKEY, fault.code);
    throw fault;
  });
  // Where there is none, the pool offers what there is.
  if (textOf(asked, "ChallengeName") !== "WEB_AUTHN") throw new PoolRefused(NO_PASSKEY, textOf(asked, "ChallengeName"));
  return asked;
}

/** What may differ between an account without a passkey and none at all. */
const HIDDEN = ["UserNotFoundException", "NotAuthorizedException", "UserNotConfirmedException"];

/** Those of who is signed in: the token says whose. */
export function passkeysBy(pool: Pool, token: () => Promise<string | undefined>): Passkeys {
  const call = async (action: string, more: Json = {}) => {
    const AccessToken = await token();
    if (AccessToken === undefined) throw new PoolRefused("NotAuthorizedException", "nobody is signed in");
    return pool.call(action, { AccessToken, ...more });
  };
  return {
    async list() {
      const found: Passkey[] = [];
      let next = "";
      do {
        const page = await call("ListWebAuthnCredentials", { MaxResults: 20, ...(next !== "" && { NextToken: next }) });
        const listed: readonly unknown[] = Array.isArray(page["Credentials"]) ? page["Credentials"] : [];
        found.push(...listed.filter(isJson).map(passkeyOf));
        next = textOf(page, "NextToken");
      } while (next !== "");
      return found.sort((one, other) => one.made.getTime() - other.made.getTime());
    },
    async add(signal) {
      const begun = await call("StartWebAuthnRegistration");
      const options = partOf(begun, "CredentialCreationOptions") as unknown as PublicKeyCredentialCreationOptionsJSON;
      const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal });
      await call("CompleteWebAuthnRegistration", { Credential: jsonOf(made) });
    },
    async remove(CredentialId) {
      await call("DeleteWebAuthnCredential", { CredentialId }).catch((fault: unknown) => {
        // It was removed from another device meanwhile.
        if (!(fault instanceof PoolRefused && fault.code === "ResourceNotFoundException")) throw fault;
      });
    },
  };
}

/** The pool writes seconds since 1970. */
function passkeyOf(given: Json): Passkey {
  const seconds = given["CreatedAt"];
  return { id: textOf(given, "CredentialId"), name: textOf(given, "FriendlyCredentialName").trim(), made: new Date(typeof seconds === "number" ? seconds * 1000 : Number.NaN) };
}

function read(text: string): Json {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    given = undefined;
  }
  if (!isJson(given)) throw new Unreachable("the user pool asked for something else");
  return given;
}

function jsonOf(answer: Credential | null): PublicKeyCredentialJSON {
  if (!(answer instanceof PublicKeyCredential)) throw new DOMException("no credential came", "NotAllowedError");
  return answer.toJSON() as PublicKeyCredentialJSON;
}
