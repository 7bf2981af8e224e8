/** Where one begins. It stands by itself, so that screens may name it and the table of routes may name them. */
export const START = "/staff/patients";
