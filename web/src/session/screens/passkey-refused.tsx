/** Why a passkey did not come to what was wanted: what the browser says (`DOMException`), and what the pool does. */
import { Banner } from "../../components/banner.js";
import { passkeyWords } from "../../words/passkey/index.js";
import type { PasskeyWords } from "../../words/passkey/ja.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { NO_PASSKEY } from "../passkeys.js";
import { PoolRefused } from "../pool.js";
import { type Why, whyOf } from "./refusal.js";

export type PasskeyWhy = keyof PasskeyWords["refused"] | Why;

/** Where: a passkey is used to sign in, or those of the account are kept. */
type At = "sign-in" | "list";

const OF_THE_DEVICE: Readonly<Record<string, PasskeyWhy>> = {
  SecurityError: "off",
  InvalidStateError: "there",
  NotSupportedError: "device",
  ConstraintError: "device",
  UnknownError: "device",
};

const OF_THE_POOL: Readonly<Record<string, PasskeyWhy>> = {
  [NO_PASSKEY]: "none",
  ExpiredCodeException: "late",
  CodeMismatchException: "wrong",
  InvalidParameterException: "off",
  OperationNotEnabledException: "off",
  WebAuthnNotEnabledException: "off",
  WebAuthnConfigurationMissingException: "off",
  WebAuthnOriginNotAllowedException: "off",
  WebAuthnRelyingPartyMismatchException: "off",
  WebAuthnClientMismatchException: "off",
  WebAuthnChallengeNotFoundException: "late",
  WebAuthnCredentialNotSupportedException: "device",
};

/** A person who says no, time that ran out and a device that has none are one and the same to the browser: it does not tell pages which. */
export function passkeyWhy(fault: unknown, at: At): PasskeyWhy {
  if (fault instanceof DOMException) return OF_THE_DEVICE[fault.name] ?? (at === "list" ? "unmade" : "stopped");
  const known = fault instanceof PoolRefused ? OF_THE_POOL[fault.code] : undefined;
  if (known !== undefined) return known;
  if (fault instanceof PoolRefused && fault.code === "LimitExceededException" && at === "list") return "full";
  const why = whyOf(fault, at === "list" ? "challenge" : "mail-code");
  // What is no session that ran out is a passkey that the pool does not take.
  if (why === "expiredStep" && at === "sign-in") return "late";
  return why === "code" ? "wrong" : why;
}

export function PasskeyRefused({ why }: { readonly why: PasskeyWhy | undefined }) {
  const { say } = useWords();
  const { refused } = useLexicon(sessionWords);
  const sentences = { ...refused, ...useLexicon(passkeyWords).refused };
  return why === undefined ? null : <Banner kind={why === "there" ? "info" : "danger"} title={say(refused.title)}>{say(sentences[why])}</Banner>;
}
