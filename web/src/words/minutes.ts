/** 5分(ふん), 30分(ぷん): the reading changes with the number. */
export const minutesOf = (count: number) => `${count}分(${/[134680]$/.test(String(count)) ? "ぷん" : "ふん"})`;
