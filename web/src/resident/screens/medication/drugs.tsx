/** The medicines of an entry, each with its amount in the meaning that the sheet gives it. */
import type { Drug, Group } from "../../../api/index.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

export function Drugs({ groups, otc }: { groups: readonly Group[]; otc?: { readonly name: string } | undefined }) {
  if (otc !== undefined) return <span class="drugline"><strong>{otc.name}</strong></span>;
  return (
    <>
      {groups.flatMap((group, place) => group.drugs.map((drug, index) => (
        <span key={`${place} ${index}`} class="drugline"><strong>{drug.name}</strong><span class="second"><Amount drug={drug} />{usageOf(group, drug.quantity !== null)}</span></span>
      )))}
    </>
  );
}

/** 1日3錠, 1回1錠, 全部で14枚; nothing where the sheet gives none. */
function Amount({ drug: { quantity, quantity_basis, unit } }: { drug: Drug }) {
  const { say } = useWords();
  const { medicines } = useLexicon(medicationWords);
  if (quantity === null) return null;
  const [start, end] = { per_day: medicines.perDay, per_use: medicines.perUse, total: medicines.total, unknown: ["", ""] as const }[quantity_basis];
  return <>{say(start)}{quantity}{unit}{say(end)}</>;
}

function usageOf({ usage_text, supply_count, supply_unit }: Group, follows: boolean): string {
  // 調剤 counts nothing that the person takes.
  const said = [usage_text, supply_count !== null && supply_unit !== null && supply_unit !== "調剤" && `${supply_count}${supply_unit}`].filter(Boolean).join("・");
  return said !== "" && follows ? `・${said}` : said;
}
