/** What appointments are for, in every language: the form says it, and so do the lists. */
import type { AppointmentKind } from "../../api/index.js";

export const KINDS = {
  ja: { consultation: "診察", checkup: "健診・検査", vaccination: "予防接種", dental: "歯科", health_guidance: "保健指導", other: "そのほか" },
  easy: { consultation: "先生(せんせい)に みて もらう", checkup: "健診(けんしん)・検査(けんさ)", vaccination: "予防(よぼう)接種(せっしゅ)", dental: "歯(は)", health_guidance: "体(からだ)の 相談(そうだん)", other: "ほかの こと" },
  en: { consultation: "Consultation", checkup: "Checkup or test", vaccination: "Vaccination", dental: "Dentist", health_guidance: "Health guidance", other: "Something else" },
} satisfies Record<"ja" | "easy" | "en", Record<AppointmentKind, string>>;
