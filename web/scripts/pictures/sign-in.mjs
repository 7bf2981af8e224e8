/** Pictures of pages before somebody is signed in. */

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
