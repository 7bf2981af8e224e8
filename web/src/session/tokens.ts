/** What a sign-in and each renewal bring. */
import { Unreachable } from "../api/index.js";
import { type Json, partOf, textOf } from "./pool.js";

export interface Tokens {
  readonly access: string;
  /** Works once: each renewal brings the next. */
  readonly refresh: string;
  readonly expiresInSeconds: number;
}

/** The tokens of an `AuthenticationResult`; `refresh` is the one that was used where none comes. */
export function tokensOf(answer: Json, refresh = ""): Tokens {
  const result = partOf(answer, "AuthenticationResult");
  const access = textOf(result, "AccessToken");
  const seconds = result["ExpiresIn"];
  if (access === "") throw new Unreachable("the user pool answered something else");
  return { access, refresh: textOf(result, "RefreshToken") || refresh, expiresInSeconds: typeof seconds === "number" ? seconds : 300 };
}
