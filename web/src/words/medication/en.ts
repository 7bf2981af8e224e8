/** English of the screens of `medication`. */
import { pair } from "../pair.js";
import { some } from "../some.js";
import type { MedicationWords } from "./ja.js";

export const en: MedicationWords = {
  medicines: {
    title: "Medicines",
    caution: "Take care",
    allergies: (count) => `${some(count, "allergy or side effect", "allergies and side effects")}`,
    duplicate: "Two medicines share an ingredient",
    allergy: "A medicine matches an allergy",
    other: "This may be another person’s medicine",
    ask: "Ask your pharmacist before taking it.",
    year: "This year’s medicines",
    kinds: (count) => some(count, "kind"),
    now: "still now",
    days: (count) => some(count, "day"),
    otc: "Bought without prescription",
    none: "No medicines yet",
    noneText: "Medicines from the pharmacy are listed here.",
    perDay: pair("", " a day"),
    perUse: pair("", " each time"),
    total: pair("", " in all"),
    unconfirmed: "Not confirmed whose it is",
    concealed: "Kept from clinics",
    alarms: "Medicine alarms",
    openAlarms: "Show the alarms",
  },
};
