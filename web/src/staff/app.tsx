import { type ComponentChildren, Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";

import { Button } from "../components/button.js";
import { Empty } from "../components/empty.js";
import { Segment } from "../components/segment.js";
import { SKIPPED_TO, SkipLink } from "../components/skip-link.js";
import { StaffBar } from "../components/staff-bar.js";
import { useRead } from "../data/use-read.js";
import { isReadable } from "../frame/address.js";
import { Answered } from "../frame/answered.js";
import { Boundary } from "../frame/boundary.js";
import { LoadingFrameProvider, lazyScreen } from "../frame/lazy-screen.js";
import { useRoute } from "../frame/still-here.js";
import { SignOutProvider } from "../session/sign-out.js";
import { useGate, useSession } from "../session/use-session.js";
import { sessionWords } from "../words/session/index.js";
import { useWords } from "../words/use-words.js";
import { Page } from "./page.js";
import { PlaceProvider, placesOf } from "./place.js";
import { ROUTES, START } from "./routes.js";

const SignIn = lazyScreen<{ readonly why: string }>(() => import("../session/screens/sign-in.js"), sessionWords);
const AddApp = lazyScreen(() => import("../session/screens/add-app.js"), sessionWords);
const Corner = lazyScreen(() => import("../session/screens/staff-corner.js"), sessionWords);
const OtherDoor = lazyScreen(() => import("../session/screens/other-door.js"), sessionWords);
const NoFrame = () => null;

/** The staff's pages. */
export function App() {
  const { closed, turn, leave } = useGate();
  return closed ? <SignedOut why={closed} /> : <SignOutProvider value={leave}><SignedIn key={turn} /></SignOutProvider>;
}

function SignedOut({ why = "" }: { why?: string }) {
  const { words, say } = useWords();
  const session = useSession();
  return (
    <>
      <StaffBar name={say(words.name)} />
      <main class="desk">
        {session === undefined
          ? <Empty icon="lock" title={say(words.start.signedOut)}>{say(words.start.signedOutText)}</Empty>
          : <LoadingFrameProvider value={Fragment}><SignIn params={{ why }} /></LoadingFrameProvider>}
      </main>
    </>
  );
}

/** Of the place where the account works. */
function SignedIn() {
  const { words, say, plain, preferences: { language } } = useWords();
  const { staff } = words;
  const me = useRead("get-me", {});
  const [chosen, setChosen] = useState<string>();
  const places = me.value === undefined ? [] : placesOf(me.value);
  const place = places.find(({ code }) => code === chosen) ?? places[0];
  // While it is asked who is signed in.
  useEffect(() => void ROUTES[START].preload(language), []);
  if (me.refusal?.status === 401) return <SignedOut />;
  return (
    <>
      <SkipLink word={say(words.common.skip)} />
      <StaffBar name={say(words.name)}>{place && `${place.name}・${place.roles.map((role) => plain(words.roles[role])).join(words.separator)}`}<LoadingFrameProvider value={NoFrame}><Corner /></LoadingFrameProvider></StaffBar>
      <main {...SKIPPED_TO} class="desk">
        {me.refusal?.code === "totp_required" ? <LoadingFrameProvider value={Fragment}><AddApp /></LoadingFrameProvider> : (
          <Answered read={me}>
            {() => (place === undefined ? <Empty icon="lock" title={say(staff.noPlace)} action={<LoadingFrameProvider value={NoFrame}><OtherDoor /></LoadingFrameProvider>}>{say(staff.noPlaceText)}</Empty> : (
              <>
                {places.length > 1 && <Segment label={plain(staff.place)} value={place.code} onChange={setChosen} options={places.map(({ code, name }) => ({ value: code, word: name }))} />}
                <LocationProvider>
                  <LoadingFrameProvider value={WhileAway}><PlaceProvider value={place}><Screens key={place.code} /></PlaceProvider></LoadingFrameProvider>
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
  const { path, url } = useLocation();
  if (!isReadable(path)) return <NotFound />;
  return (
    <Boundary at={url} around={Around}>
      <Router onRouteChange={() => window.scrollTo(0, 0)}>
        {["/", "/staff", "/staff.html"].map((path) => <Route key={path} path={path} component={ToStart} />)}
        {Object.entries(ROUTES).map(([path, Screen]) => <Route key={path} path={path} component={Screen} />)}
        <Route default component={NotFound} />
      </Router>
    </Boundary>
  );
}

function Around({ children }: { children: ComponentChildren }) {
  const { words } = useWords();
  return <Page title={words.name}>{children}</Page>;
}

/** A screen that is on its way has its own title soon; one that could not be loaded has the notebook's. */
function WhileAway({ children, failed = false }: { children: ComponentChildren; failed?: boolean }) {
  return failed ? <Around>{children}</Around> : <>{children}</>;
}

function ToStart() {
  const route = useRoute();
  useEffect(() => route(START, true), []);
  return null;
}

function NotFound() {
  const { words, say } = useWords();
  const route = useRoute();
  return (
    <Page title={words.name}>
      <Empty icon="help" title={say(words.start.notFound)} action={<Button onClick={() => route(START)}>{say(words.start.home)}</Button>}>{say(words.start.notFoundText)}</Empty>
    </Page>
  );
}
