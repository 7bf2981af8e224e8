/** English of the screens of `resident`. */
import type { ResidentWords } from "./ja.js";

export const en: ResidentWords = {
  book: {
    title: "Notebook",
    body: "My body",
    allergies: "Allergies",
    reactions: "Side effects",
    history: "Past illnesses",
    notWritten: "Nothing written",
    blood: "Blood type",
    bloodUnknown: "Not known",
    contacts: "Emergency contacts",
    protect: "Protecting your records",
    watchers: "Who looked at your records",
    newest: (when) => `The latest was ${when}`,
    nobody: "Nobody looked yet",
    whole: "The log is complete and unchanged.",
    broken: "The log is not complete. Please tell the city by phone.",
    settings: "Settings",
    display: "Text size and language",
    signOut: "Sign out",
    signOutSub: "Removes your records from this phone",
  },
  settings: {
    title: "Settings",
    language: "Language",
    languages: { ja: "日本語", easy: "やさしい日本語", en: "English" },
    sample: "Upper 138, lower 84. Text is shown in this size.",
    theme: "Brightness",
    themes: { system: "As phone", light: "Light", dark: "Dark" },
    unsent: "Without network",
    keep: "Keep what I write on this phone",
    keepSub: "It is not lost when you close the page before it is sent. It is kept encrypted and removed when you sign out. Leave it off on a shared phone.",
    keepFailed: "This phone cannot keep it. Please leave the page open until everything is sent.",
    here: "Your choices hold on this phone only.",
  },
};
