/** Every address but home's. It comes after the first load, so that the table of screens may grow. */
import { Route, Router, useLocation } from "preact-iso";

import { Button } from "../components/button.js";
import { Empty } from "../components/empty.js";
import type { Language } from "../data/preferences.js";
import { isReadable } from "../frame/address.js";
import type { LazyScreen } from "../frame/lazy-screen.js";
import { useRoute } from "../frame/still-here.js";
import { useWords } from "../words/use-words.js";
import { Page } from "./page.js";
import { ROUTES } from "./routes.js";

/** Screens of whichever parameters: the router gives each those of its own address. */
const SCREENS: readonly (readonly [address: string, screen: LazyScreen<never>])[] = Object.entries(ROUTES);

/** Loads the screen of an address before it is known whose notebook it shows; where that fails, the screen is loaded when it is shown. */
export const foresee = (path: string, language: Language) => SCREENS.find(([address]) => new RegExp(`^${address.replace(/:\w+/g, "[^/]+")}/?$`).test(path))?.[1].preload(language);

export default function Elsewhere() {
  const { path } = useLocation();
  if (!isReadable(path)) return <NotFound />;
  return (
    <Router>
      {SCREENS.map(([path, Screen]) => <Route key={path} path={path} component={Screen} />)}
      <Route default component={NotFound} />
    </Router>
  );
}

function NotFound() {
  const { words, say } = useWords();
  const route = useRoute();
  return (
    <Page title={words.name}>
      <Empty icon="help" title={say(words.start.notFound)} action={<Button onClick={() => route("/")}>{say(words.start.home)}</Button>}>{say(words.start.notFoundText)}</Empty>
    </Page>
  );
}
