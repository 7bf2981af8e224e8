/** The address of a file that Vite serves beside the program. */
declare module "*?url" {
  const address: string;
  export default address;
}
