/** English of the screens of `clinic`. */
import type { ClinicWords } from "./ja.js";

export const en: ClinicWords = {
  patients: {
    title: "Today’s patients",
    search: "Search by name or reception number",
    columns: { code: "Number", name: "Name", born: "Born", sex: "Sex", arrived: "Arrived", status: "State" },
    status: { waiting: "Waiting", opened: "Opened", ended: "Ended", cancelled: "Cancelled" },
    sex: { male: "Male", female: "Female", other: "Other" },
    age: (years) => `${years} years`,
    sameName: "Somebody else has the same name",
    none: "No check-ins today",
    noneText: "Patients are listed here once they check in by phone.",
    noneFound: "Nobody fits",
    count: (count) => `${count} ${count === 1 ? "person" : "people"}`,
  },
};
