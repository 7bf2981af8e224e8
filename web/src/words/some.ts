/** A count with its noun in English: 1 dose, 2 doses. */
export const some = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;
