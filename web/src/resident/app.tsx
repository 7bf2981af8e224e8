import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";

import { Empty } from "../components/empty.js";
import { Skeleton } from "../components/skeleton.js";
import type { Language } from "../data/preferences.js";
import { useRead, useServices } from "../data/use-read.js";
import { Boundary } from "../frame/boundary.js";
import { lazyPart } from "../frame/lazy-part.js";
import { LoadingFrameProvider, lazyScreen } from "../frame/lazy-screen.js";
import { Problem } from "../frame/problem.js";
import { SignOutProvider } from "../session/sign-out.js";
import { useGate, useSession } from "../session/use-session.js";
import { sessionWords } from "../words/session/index.js";
import { useWords } from "../words/use-words.js";
import { DoneProvider } from "./done.js";
import { HouseholdProvider, type Person, peopleOf, useHousehold } from "./person.js";
import { Page } from "./page.js";

const SignIn = lazyScreen<{ readonly why: string }>(() => import("../session/screens/sign-in.js"), sessionWords);
const Home = lazyScreen(() => import("./screens/today/home.js"));
const loadElsewhere = () => import("./elsewhere.js");
const Elsewhere = lazyScreen(loadElsewhere);
const Unsent = lazyPart(() => import("./unsent-here.js"));
const Beginning = lazyScreen(() => import("./beginning.js"));

/** Until then the phone is busy with what is in sight; then come home and what every other address needs, and the screens themselves once it is at rest. */
const [SOON_MS, REST_MS] = [1_500, 5_000];

/** Begins to load the screen of an address while it is asked who is signed in. */
export function foresee(language: Language): void {
  const { pathname } = location;
  if (pathname === "/") return void Home.preload(language);
  void Elsewhere.preload(language);
  void loadElsewhere().then((program) => program.foresee(pathname, language), () => {});
}

/** The residents' pages. */
export function App() {
  const { closed, turn, leave } = useGate();
  if (closed) return <SignedOut why={closed} />;
  return <SignOutProvider value={leave}><SignedIn key={turn} /></SignOutProvider>;
}

function SignedIn() {
  const { words, say } = useWords();
  const { value: me, refusal, again } = useRead("get-me", {});
  if (me === undefined) {
    if (refusal?.status === 401) return <SignedOut />;
    return (
      <div class="app"><main class="main">
        {refusal ? <><h1 class="headline">{say(words.name)}</h1><Problem refusal={refusal} again={again} /><Unsent /></> : <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} />}
      </main></div>
    );
  }
  const people = peopleOf(me);
  return (
    <LocationProvider>
      {hasFirst(people)
        ? <HouseholdProvider me={me} people={people}><Unsent account={me.actor_id} /><Screens /></HouseholdProvider>
        : <Beginning />}
    </LocationProvider>
  );
}

function Screens() {
  const { person, account } = useHousehold();
  const services = useServices();
  const { url } = useLocation();
  const { preferences: { language } } = useWords();
  useEffect(() => {
    const resting = new AbortController();
    const load = () => void import("./routes.js").then(({ atRest }) => atRest({ language, services, account, resting: resting.signal })).catch(() => {});
    const timers = [setTimeout(() => void Home.preload(language).then(() => Elsewhere.preload(language)), SOON_MS), setTimeout(load, REST_MS)];
    return () => {
      timers.forEach(clearTimeout);
      resting.abort();
    };
  }, [language]);
  // Another person's notebook is another set of screens: nothing typed for one is left in a form of the other, nor what was done.
  return (
    <DoneProvider of={person.residentId}>
      <Boundary key={person.residentId} at={url} around={Around}>
        <LoadingFrameProvider value={WhileAway}>
          <Router onRouteChange={() => window.scrollTo(0, 0)}>
            <Route path="/" component={Home} />
            <Route path="/*" component={Elsewhere} />
          </Router>
        </LoadingFrameProvider>
      </Boundary>
    </DoneProvider>
  );
}

/** The tabs lead on where a screen does not come. */
function Around({ children }: { children: ComponentChildren }) {
  const { words } = useWords();
  return <Page title={words.name}>{children}</Page>;
}

/** A screen that is on its way has its own title soon; one that could not be loaded has the notebook's, and the tabs. */
function WhileAway({ children, failed = false }: { children: ComponentChildren; failed?: boolean }) {
  return failed ? <Around>{children}</Around> : <div class="app"><main class="main">{children}</main></div>;
}

/** The sign-in, in place of every page. Without a session, as against a stack whose token somebody else adds, there is none. */
function SignedOut({ why = "" }: { why?: string }) {
  const { words } = useWords();
  if (useSession() !== undefined) return <SignIn params={{ why }} />;
  return <Alone title={words.start.signedOut} text={why === "" ? words.start.signedOutText : words.start.wiped} />;
}

function Alone({ title, text }: { title: string; text: string }) {
  const { words, say, plain } = useWords();
  useEffect(() => {
    document.title = plain(words.name);
  });
  return <div class="app"><main class="main"><h1 class="headline">{say(words.name)}</h1><Empty icon="lock" title={say(title)}>{say(text)}</Empty></main></div>;
}

function hasFirst(people: readonly Person[]): people is readonly [Person, ...Person[]] {
  return people.length > 0;
}
