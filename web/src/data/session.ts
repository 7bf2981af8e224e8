/** Who is signed in, as the pages ask for it. The sign-in is another part: an entry hands it to `start`. */
export interface Session {
  /** The access token, renewed where that is due; `undefined` where nobody is signed in. Throws `Unreachable` where the network is away. */
  readonly token: () => Promise<string | undefined>;
  /** The API answered 401: the sign-in has ended, or there is none. Where it comes to `true`, another token counts, and the request is sent once more. */
  readonly onRefused?: (() => void) | (() => Promise<boolean>);
}

/** Requests carry no token: the API answers 401 unless something before it adds one. */
export const NOBODY: Session = { token: async () => undefined };
