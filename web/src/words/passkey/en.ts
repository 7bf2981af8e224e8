/** English of residents' passkeys. */
import type { PasskeyWords } from "./ja.js";

export const en: PasskeyWords = {
  signIn: {
    title: "If you have a passkey",
    text: "Write your e-mail address above, then press. Your face, finger or screen lock is asked for. No password is needed.",
    go: "Sign in with a passkey",
    busy: "Please look at what your device asks",
  },
  list: {
    title: "Passkeys",
    sub: "Sign in by face, finger or screen lock",
    text: "With a passkey you sign in by face, finger or screen lock and write no password. Your password goes on working.",
    here: "Your passkeys",
    none: "You have no passkey yet",
    name: "A passkey without a name",
    made: (when) => `Registered ${when}`,
    add: "Register a passkey",
    adding: "Please look at what your device asks",
    added: "Your passkey is registered",
    several: "You can register one for each device. On another phone or computer, sign in with your password first and register it on this page.",
    lost: "If you lost a device, remove its passkey here. “Sign out of all devices” does not remove passkeys.",
    shared: "Do not register one on a device that others use, or whose screen lock others can open. They could open this notebook too.",
    remove: "Remove",
    ask: "Remove this passkey?",
    askText: "You can no longer sign in with this passkey. Your password goes on working, and devices that are signed in stay so. Remove what is left on the device in its own settings.",
    yes: "Remove the passkey",
    removed: "The passkey was removed",
    off: "Passkeys cannot be used here",
    offText: "You can sign in with your password. For a passkey, try again with a newer phone or browser.",
  },
  refused: {
    stopped: "The passkey was not used. Please press again. If this device has no passkey, sign in with your password.",
    none: "There is no passkey for this e-mail address. Check the address and sign in with your password.",
    late: "Too much time has passed. Please press again.",
    wrong: "You cannot sign in with this passkey. Perhaps it was removed. Please sign in with your password.",
    unmade: "Nothing was registered. To register a passkey, press again.",
    device: "This device cannot use a passkey. Switch its screen lock on and try again. You can sign in with your password.",
    there: "This device’s passkey is registered already. You can use it.",
    full: "There may be too many passkeys. Remove one that you do not use, then press again.",
    off: "Passkeys cannot be used now. You can sign in with your password.",
  },
};
