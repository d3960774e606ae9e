/** What browsers from before 2021 lack and a library asks for. Imported first. */

const builtIn: object = Object;

if (!("hasOwn" in builtIn))
  Object.defineProperty(builtIn, "hasOwn", {
    value: (of: object, name: PropertyKey) => Object.getOwnPropertyDescriptor(of, name) !== undefined,
  });
