import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import { PhoneLink } from "../components/phone-link.js";
import { loadConfig } from "../config.js";

/** Whom to call at the city, where its file names somebody. */
export function CityPhone({ word }: { word: ComponentChildren }) {
  const [phone, setPhone] = useState<string | null>(null);
  useEffect(() => {
    loadConfig().then(({ city }) => setPhone(city.phone), () => {});
  }, []);
  return phone === null ? null : <span>{word} <PhoneLink number={phone} strong /></span>;
}
