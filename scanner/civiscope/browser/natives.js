// Statements for scripts that run in the page's own world before its first: they put functions of ours in
// the place of the browser's that still look like the browser's own. Natives are taken before any script
// of the page could change them. Needs `scope`, the global object.
const { apply, construct, getOwnPropertyDescriptor: described, getPrototypeOf: above, defineProperty: define } = Reflect;
const Fault = Error;
const own = Function.prototype.call.bind(Object.prototype.hasOwnProperty);
const split = Function.prototype.call.bind(String.prototype.split);
const indexOf = Function.prototype.call.bind(String.prototype.indexOf);
const weakGet = Function.prototype.call.bind(WeakMap.prototype.get);
const weakSet = Function.prototype.call.bind(WeakMap.prototype.set);
const bare = Object.setPrototypeOf;

/** An error of a native, with the line that tells of us taken out of its stack. */
const withoutUs = (error, wrapped) => {
  const entry = isObject(error) && !own(Fault, "prepareStackTrace") ? described(error, "stack") : undefined;
  const was = entry && (entry.get ? apply(entry.get, error, []) : entry.value);
  if (typeof was !== "string") return error;
  const lines = split(was, "\n");
  let text = lines[0];
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i];
    if (indexOf(line, " (<anonymous>:") >= 0 && (indexOf(line, "Object.apply") >= 0 || indexOf(line, "Object.construct") >= 0)) continue;
    // What inherits from a wrapped function goes by another name there.
    text += "\n" + (wrapped && indexOf(line, "at Object.toString (<anonymous>)") >= 0 ? "    at Function.toString (<anonymous>)" : line);
  }
  try {
    if (entry.set) apply(entry.set, error, [text]);
    else define(error, "stack", { __proto__: null, value: text });
  } catch { /* frozen */ }
  return error;
};

const natives = new WeakMap();
// What is wrapped twice looks like the first, too.
const disguise = (wrapped, native) => { weakSet(natives, wrapped, weakGet(natives, native) || native); return wrapped; };
const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
const nativeText = Function.prototype.toString;
Function.prototype.toString = disguise(new Proxy(nativeText, {
  __proto__: null,
  apply: (call, self, args) => {
    const native = isObject(self) ? weakGet(natives, self) : undefined;
    try {
      return typeof native === "string" ? native : apply(call, native || self, args);
    } catch (error) { throw withoutUs(error, isObject(self) && !!weakGet(natives, above(self) || {})); }
  },
}), nativeText);

// What `instead` returns, in an array, the page is given in place of the native's answer.
const wrap = (holder, name, before, after, instead) => {
  const entry = holder && described(holder, name);
  if (!entry || typeof entry.value !== "function") return;
  const native = entry.value;
  entry.value = disguise(new Proxy(native, {
    __proto__: null,
    apply: (call, self, args) => {
      let kept;
      try { kept = before(self, args); } catch { /* what we cannot read we do not tell */ }
      const ours = instead && instead(self, args);
      if (ours) return ours[0];
      let answer;
      try { answer = apply(call, self, args); } catch (error) { throw withoutUs(error); }
      if (after) try { after(answer, kept); } catch { /* see above */ }
      return answer;
    },
  }), native);
  define(holder, name, bare(entry, null));
};
