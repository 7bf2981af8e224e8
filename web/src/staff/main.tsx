import { start } from "../frame/start.js";
import { browserSession } from "../session/browser-session.js";
import { SessionProvider } from "../session/use-session.js";
import { App } from "./app.js";

const session = browserSession(window, "staff");

void start(window, <SessionProvider value={session}><App /></SessionProvider>, session);
