import { Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from "preact-iso";

import { Button } from "../components/button.js";
import { Empty } from "../components/empty.js";
import { Segment } from "../components/segment.js";
import { StaffBar } from "../components/staff-bar.js";
import { useRead } from "../data/use-read.js";
import { Answered } from "../frame/answered.js";
import { LoadingFrameProvider } from "../frame/lazy-screen.js";
import { useWords } from "../words/use-words.js";
import { Page } from "./page.js";
import { PlaceProvider, placesOf } from "./place.js";
import { ROUTES, START } from "./routes.js";

/** The staff's pages, of the place where the account works. */
export function App() {
  const { words, say, plain, preferences: { language } } = useWords();
  const { staff } = words;
  const me = useRead("get-me", {});
  const [chosen, setChosen] = useState<string>();
  const places = me.value === undefined ? [] : placesOf(me.value);
  const place = places.find(({ code }) => code === chosen) ?? places[0];
  // While it is asked who is signed in.
  useEffect(() => ROUTES[START].preload(language), []);
  return (
    <>
      <StaffBar name={say(words.name)}>{place && `${place.name}・${place.roles.map((role) => plain(words.roles[role])).join(words.separator)}`}</StaffBar>
      <main class="desk">
        {me.refusal?.status === 401 ? <Empty icon="lock" title={say(words.start.signedOut)}>{say(words.start.signedOutText)}</Empty> : (
          <Answered read={me}>
            {() => (place === undefined ? <Empty icon="lock" title={say(staff.noPlace)}>{say(staff.noPlaceText)}</Empty> : (
              <>
                {places.length > 1 && <Segment label={plain(staff.place)} value={place.code} onChange={setChosen} options={places.map(({ code, name }) => ({ value: code, word: name }))} />}
                <LocationProvider>
                  <LoadingFrameProvider value={Fragment}><PlaceProvider value={place}><Screens key={place.code} /></PlaceProvider></LoadingFrameProvider>
                </LocationProvider>
              </>
            ))}
          </Answered>
        )}
      </main>
    </>
  );
}

/** Another place is another set of screens: nothing of one is left in sight at the other. */
function Screens() {
  return (
    <ErrorBoundary>
      <Router onRouteChange={() => window.scrollTo(0, 0)}>
        {["/", "/staff", "/staff.html"].map((path) => <Route key={path} path={path} component={ToStart} />)}
        {Object.entries(ROUTES).map(([path, Screen]) => <Route key={path} path={path} component={Screen} />)}
        <Route default component={NotFound} />
      </Router>
    </ErrorBoundary>
  );
}

function ToStart() {
  const { route } = useLocation();
  useEffect(() => route(START, true), []);
  return null;
}

function NotFound() {
  const { words, say } = useWords();
  const { route } = useLocation();
  return (
    <Page title={words.name}>
      <Empty icon="help" title={say(words.start.notFound)} action={<Button onClick={() => route(START)}>{say(words.start.home)}</Button>}>{say(words.start.notFoundText)}</Empty>
    </Page>
  );
}
