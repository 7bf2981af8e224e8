/**
 * Which modules are one file. A file costs a request, and on a slow phone a task, so what is needed together travels together: what every page begins
 * with, what a sign-in needs, what residents' home needs, and what most other screens have in common. What a person has to wait for is counted by `test/built.test.ts`.
 */

interface Group {
  readonly name: string | ((module: string) => string | null);
  /** For the bundler's report, where the name is made. */
  readonly debugName?: string;
  readonly test: RegExp;
}

/** Source files by their path below `src/`, without the ending. */
const modules = (...paths: readonly string[]) => new RegExp(`/src/(${paths.join("|")})\\.(tsx?|css)$`);

/** Scripts and styles of components that stand on most screens beside those of the first load. */
const PARTS = "badge|dialog|disclosure|error-summary|field|number-field|progress|segment|tile|toggle|action-bar";

/** The first that takes a module has it, and with it what it imports, where no earlier one has. */
export const groups: Group[] = [
  // What both entries begin with.
  {
    name: "frame",
    test: new RegExp(
      String.raw`preload-helper|node_modules/(preact|preact-iso|openapi-fetch)/|`
        + modules(
          "api/[\\w-]+", "data/(cache|clock|operations|outbox|pages|preferences|services|session|store|use-read|uuid7|writes)", "data/writes/[\\w-]+",
          "frame/(address|answered|boundary|failed|lazy-part|lazy-screen|problem|renew|start|still-here)", "words/(dates|lexicon|pair|ruby|use-words)", "words/session/index",
          "components/(banner|button|card|class-names|empty|icon|icon-paths|row|skeleton|skip-link)", "words/joined", "ask-config", "session/(browser-session|session-key|sign-out|use-session)",
        ).source,
    ),
  },
  // What stands around each screen of residents, and home, which is most people's first.
  { name: "app", test: modules("resident/(app|done|page|person|use-minute)") },
  { name: "doses", test: modules("resident/screens/today/(doses|use-answer)") },
  { name: "home", test: modules("resident/screens/today/home") },
  // What keeps somebody signed in.
  { name: "keeper", test: modules("session/(address|keeper|kept|open-keeper|pool|tokens|unsent-of|wipe)", "config", "push/record") },
  // What stands by every page from its beginning.
  { name: "by-the-page", test: modules("data/(ask-again|by-the-page|day)", "frame/keep-focus", "worker/(registration|trusted)") },
  // What asks the decoder, once a camera is there.
  { name: "away", test: modules("scan/away") },
  // What a sign-in, an enrolment and passkeys have in common.
  { name: "sign-in-steps", test: modules("session/(enrolment|sign-in|srp)", "session/screens/(refusal|use-step)") },
  // What dictionaries have in common, and home's words by their language.
  { name: "some", test: modules("words/some") },
  { debugName: "home's words", name: (module) => `home-${/(\w+)\.ts$/.exec(module)?.[1] ?? ""}`, test: modules("words/(daily|today|worker)/(ja|easy|en)") },
  { name: "parts", test: modules(`components/(${PARTS})`, "words/numbers") },
  // The table of residents' screens, and what stands around each once it is there.
  { name: "lexicons", test: modules("words/(?!clinic)\\w+/index", "words/minutes") },
  { name: "routes", test: modules("resident/(elsewhere|routes)") },
  { name: "sign-out", test: modules("session/screens/(sign-out-dialog|at-stake)") },
  { name: "around", test: modules("resident/(unsent-here|waiting|put-off|returned|person-sheet)", "worker/new-version", "resident/screens/today/asks") },
  { name: "acts", test: modules("data/(acts|use-act)", "frame/more", "resident/use-overtaken", "words/days") },
  { name: "alarm-names", test: modules("resident/screens/alarm/(medicine-names|rhythm-text|suggestion-name)") },
  { name: "drafts", test: modules("resident/drafts") },
  // Amounts as they are typed, of medicines and of alarms.
  { name: "amounts", test: modules("resident/typed-amount") },
  { name: "picks", test: modules("components/picks") },
  { name: "alarm-form", test: modules("resident/screens/alarm/(alarm-form|use-alarm-form)") },
  // The form of values, and how they are written.
  { name: "values", test: modules("resident/screens/daily/(use-record-form|latest|form-problems|values)") },
  { name: "goal-lines", test: modules("resident/screens/daily/goal-lines") },
  // Home's lower part.
  { name: "below", test: modules("resident/screens/today/(below|latest-values|quick-record)") },
  // What reads a code before a camera, but the decoder.
  { name: "scanner", test: modules("scan/(?!decode)[\\w-]+") },
];
