import type { Config } from "../config.js";

/**
 * Whether residents' passkeys can be used on a page: the deployment has them, this is the host at which they count, and the browser turns the pool's JSON
 * into what a device is asked, and back, by itself. One that cannot is not offered any.
 */
export function hasPasskeys({ sign_in }: Config, page: Pick<Window, "location">): boolean {
  if (sign_in.passkey_domain === undefined || sign_in.passkey_domain !== page.location.hostname) return false;
  return typeof PublicKeyCredential === "function" && "toJSON" in PublicKeyCredential.prototype
    && ["parseRequestOptionsFromJSON", "parseCreationOptionsFromJSON"].every((name) => name in PublicKeyCredential);
}
