/** Pictures of pages before somebody is signed in, and of what the user pool alone knows. */
import { CONFIG } from "./answers.mjs";

/** Opens the page anew for nobody; for whoever then signs in `after` is answered. */
export async function signedOut(page, after = { status: 401 }) {
  await page.route("**/v1/me", (route) => {
    const { status, code } = route.request().headers()["authorization"] === undefined ? { status: 401 } : after;
    return route.fulfill({ status, json: code === undefined ? { message: "Unauthorized" } : { type: "urn:x", title: "x", status, code, detail: "x", errors: [], request_id: "r" } });
  });
  await page.reload();
  await page.locator("#sign-in-email").waitFor();
}

/** What the user pool answers, by action. */
export async function pool(page, answers) {
  await page.route("**/local/cognito", (route) => {
    const [status, json] = answers[route.request().headers()["x-amz-target"].split(".")[1]] ?? [400, { __type: "InvalidParameterException" }];
    return route.fulfill({ status, json });
  });
}

/** A deployment with passkeys, and somebody who is signed in there and has two. Whoever wants to sign in by one has none. */
export async function passkeys(page) {
  await page.route("**/config.json", (route) => route.fulfill({ json: { ...CONFIG, sign_in: { ...CONFIG.sign_in, passkey_domain: "127.0.0.1" } } }));
  await page.addInitScript((kept) => {
    // Once: who is signed out stays so when the page is opened anew.
    if (sessionStorage.getItem("begun") === null) localStorage.setItem("session-residents", kept);
    sessionStorage.setItem("begun", "");
  }, JSON.stringify({ refresh: "r", id: "i", sub: "s" }));
  await pool(page, {
    GetTokensFromRefreshToken: [200, { AuthenticationResult: { AccessToken: `h.${Buffer.from(JSON.stringify({ sub: "s" })).toString("base64url")}.s`, ExpiresIn: 600 } }],
    ListWebAuthnCredentials: [200, { Credentials: [{ CredentialId: "1", FriendlyCredentialName: "iCloud Keychain", CreatedAt: 1779000000 }, { CredentialId: "2", FriendlyCredentialName: "Google Password Manager", CreatedAt: 1789000000.5 }] }],
    InitiateAuth: [200, { ChallengeName: "SELECT_CHALLENGE", AvailableChallenges: ["PASSWORD"], Session: "x", ChallengeParameters: {} }],
  });
}
