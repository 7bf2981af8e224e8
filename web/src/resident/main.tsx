import { start } from "../frame/start.js";
import { browserSession } from "../session/browser-session.js";
import { SessionProvider } from "../session/use-session.js";
import { App, foresee } from "./app.js";

const session = browserSession(window, "residents");

// The pages do without it, so it comes last.
addEventListener("load", () => void import("../worker/registration.js").then(({ versionsOf }) => versionsOf(window)).catch(() => {}));

void start(window, <SessionProvider value={session}><App /></SessionProvider>, session, foresee);
