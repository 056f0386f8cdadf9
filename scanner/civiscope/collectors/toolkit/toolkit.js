// One toolkit for scripts of rules and probes. Made when it is first asked for, once a frame.
globalThis.civiscopeToolkit = (() => {
  let kit = null;
  const make = () => {
    const parts = {};
    for (const part of [civiscopeTree, civiscopeColour, civiscopeShapes, civiscopeSight, civiscopeText, civiscopeStill]) Object.assign(parts, part(parts));
    return Object.freeze(parts);
  };
  return () => (kit ??= make());
})();
