/** What the pool's refusals come to in words. Which of address and password was wrong, and whether an address is known, is never said. */
import type { SessionWords } from "../../words/session/ja.js";
import { PoolRefused } from "../pool.js";

export type Why = keyof Omit<SessionWords["refused"], "title">;

const WHY: Readonly<Record<string, Why>> = {
  NotAuthorizedException: "wrong",
  UserNotFoundException: "wrong",
  CodeMismatchException: "code",
  EnableSoftwareTokenMFAException: "appCode",
  ExpiredCodeException: "expired",
  TooManyRequestsException: "wait",
  LimitExceededException: "wait",
  TooManyFailedAttemptsException: "wait",
  InvalidPasswordException: "password",
  PasswordHistoryPolicyViolationException: "password",
  UserLambdaValidationException: "door",
  CodeDeliveryFailureException: "mail",
  PasswordResetRequiredException: "reset",
};

/** Where a step was refused: an answer to a challenge that is "not authorised" came too late. */
export function whyOf(fault: unknown, at: "start" | "mail-code" | "app-code" | "challenge" = "start"): Why {
  if (!(fault instanceof PoolRefused)) return fault instanceof Error && fault.name === "Unreachable" ? "away" : "other";
  // The pool locks an account for a while under the name of a wrong password.
  if (fault.code === "NotAuthorizedException" && /attempts exceeded/i.test(fault.message)) return "wait";
  if (fault.code === "NotAuthorizedException" && at !== "start") return /session|expired/i.test(fault.message) || at === "challenge" ? "expiredStep" : at === "app-code" ? "appCode" : "code";
  // Of what it does not take it says which only in the message.
  if (fault.code === "InvalidParameterException" && /e-?mail/i.test(fault.message)) return "address";
  const why = WHY[fault.code] ?? "other";
  return why === "code" && at === "app-code" ? "appCode" : why;
}
