/** Opening the page anew where a part of it cannot be loaded: a deployment in between, or a browser that remembers that a part failed. */
const PLACE = "renewed";

/**
 * Opens the page anew, and says whether it does. By itself only where the server has another build than the one that runs, and once for that
 * build; `byHand`, at a tap, also where it is the same, but never while the server does not answer.
 */
export async function renew(byHand: boolean, page: Window = window): Promise<boolean> {
  try {
    const answer = await page.fetch(page.location.pathname, { cache: "no-cache", credentials: "omit" });
    const build = /\/assets\/[^"]+\.js/.exec(answer.ok ? await answer.text() : "")?.[0];
    if (build === undefined) return false;
    if (!byHand) {
      if (page.document.querySelector(`script[src="${build}"]`) !== null || page.sessionStorage.getItem(PLACE) === build) return false;
      page.sessionStorage.setItem(PLACE, build);
    }
    page.location.reload();
    return true;
  } catch {
    return false;
  }
}
