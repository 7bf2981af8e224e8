/** In which looks the pages are pictured, and in which ones every screen is judged. */

export const LOOKS = {
  plain: { width: 360, height: 740 },
  large: { width: 360, height: 740, text: "150" },
  dark: { width: 360, height: 740, theme: "dark" },
  easy: { width: 360, height: 740, language: "easy", text: "125" },
  english: { width: 360, height: 740, language: "en" },
  narrow: { width: 320, height: 640, text: "150", language: "easy" },
  desk: { width: 1280, height: 800 },
  tablet: { width: 1024, height: 768 },
  zoomed: { width: 640, height: 400 },
  "dark-150": { width: 1280, height: 800, theme: "dark", text: "150" },
  /** A window of 1280 × 1024 at 400 %, as WCAG 1.4.10 asks for it. */
  magnified: { width: 320, height: 256, scale: 4 },
};

export const LANGUAGES = ["ja", "easy", "en"];
export const TEXTS = ["100", "125", "150"];
export const WIDTHS = [320, 360, 1280];
export const THEMES = ["light", "dark"];
const HEIGHTS = { 320: 640, 360: 740, 1280: 800 };

/**
 * The looks in which the screen at a place of the list is judged. Three of them give it every language, text size, width and brightness; over all screens every
 * pair of these comes up. The narrowest window with the largest text, and the magnified one, are each screen's as well: most of what breaks breaks there.
 */
export function cover(place) {
  const pairs = LANGUAGES.map((language, row) => {
    const text = TEXTS[(row + place) % 3];
    const width = WIDTHS[(2 * row + Math.floor(place / 3)) % 3];
    return { language, text, width, height: HEIGHTS[width], theme: THEMES[(row + Math.floor(place / 9)) % 2] };
  });
  return { ...Object.fromEntries(pairs.map((look) => [`${look.language}-${look.text}-${look.width}-${look.theme}`, look])), narrow: LOOKS.narrow, magnified: LOOKS.magnified };
}
