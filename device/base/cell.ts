/** One value with one writer and many readers. Who may only read is given a Cell; whoever writes it holds a WritableCell. */

import { createEmitter } from "./emitter.ts";

export type Cell<T> = {
  get(): T;
  /** Calls back with every value that is set; returns the function that takes the listener off again. */
  listen(listener: (value: T, before: T) => void): () => void;
};

export type WritableCell<T> = Cell<T> & { set(value: T): void };

export function createCell<T>(first: T): WritableCell<T> {
  const changes = createEmitter<readonly [value: T, before: T]>();
  let current = first;
  return {
    get: () => current,
    set(value) {
      const before = current;
      current = value;
      changes.emit([value, before]);
    },
    listen: (listener) => changes.listen(([value, before]) => listener(value, before)),
  };
}

/** What follows from another cell's value; it has no writer of its own. */
export function mapCell<From, To>(cell: Cell<From>, map: (value: From) => To): Cell<To> {
  return {
    get: () => map(cell.get()),
    listen: (listener) => cell.listen((value, before) => listener(map(value), map(before))),
  };
}
