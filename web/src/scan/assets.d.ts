/** The address of a program that runs as a worker, built apart from the pages. */
declare module "*?worker&url" {
  const address: string;
  export default address;
}

/** The address of a file that Vite serves beside the program. */
declare module "*?url" {
  const address: string;
  export default address;
}
