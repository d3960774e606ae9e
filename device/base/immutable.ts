/** What nobody changes once it is made, all the way down. */
export type Immutable<T> = { readonly [Key in keyof T]: Immutable<T[Key]> };
