// Runs in the page's own world before its first script, in every document and worker: tells who
// keeps things on the device and who reads what tells devices apart. It leaves no name behind,
// and works with natives taken before any script of the page could change them.
((channel, asksForPrivacy, admitsAutomation) => {
  const scope = globalThis;
  const send = scope[channel];
  delete scope[channel];
  if (typeof send !== "function") return;

  NATIVES;
  const stringify = JSON.stringify;
  const { now } = Date;
  const lastIndexOf = Function.prototype.call.bind(String.prototype.lastIndexOf);
  const slice = Function.prototype.call.bind(String.prototype.slice);
  const codeAt = Function.prototype.call.bind(String.prototype.codePointAt);
  const letterOf = String.fromCodePoint;
  const timer = scope.setTimeout;

  // ---- telling ----------------------------------------------------------------------------------

  const STACKS = 600; // stacks taken for one interface; later calls are only known to be more
  const MESSAGES = 4000;
  const calls = { __proto__: null };
  const counts = { __proto__: null };
  let messages = 0;

  const stack = () => {
    const before = described(Fault, "stackTraceLimit");
    const prepare = own(Fault, "prepareStackTrace") ? described(Fault, "prepareStackTrace") : null;
    let text = "";
    try {
      if (prepare) delete Fault.prepareStackTrace;
      define(Fault, "stackTraceLimit", { __proto__: null, value: 40, writable: true, enumerable: true, configurable: true });
      text = new Fault().stack || "";
    } catch { /* a page that froze Error keeps its stacks to itself */ }
    try {
      if (before) define(Fault, "stackTraceLimit", bare(before, null));
      if (prepare) define(Fault, "prepareStackTrace", bare(prepare, null));
    } catch { /* as it was */ }
    const urls = bare([], null);
    const lines = split(text, "\n");
    for (let i = 1; i < lines.length && urls.length < 12; i++) {
      let line = lines[i];
      // The address of a blob holds that of the page that made it.
      const blob = indexOf(line, "blob:http");
      const at = blob >= 0 ? blob : indexOf(line, "http");
      if (at < 0) continue;
      line = slice(line, at);
      for (let part = 0; part < 2; part++) if (lastIndexOf(line, ":") > 6) line = slice(line, 0, lastIndexOf(line, ":"));
      let known = false;
      for (let j = 0; j < urls.length; j++) if (urls[j] === line) known = true;
      if (!known) urls[urls.length] = line;
    }
    return urls;
  };

  const emit = (message) => {
    if (messages++ > MESSAGES) return;
    try { send(stringify(message)); } catch { /* the tab is closing */ }
  };
  const note = (api, detail = "") => {
    calls[api] = (calls[api] || 0) + 1;
    if (calls[api] > STACKS) return;
    const by = stack();
    const key = api + " " + (by.length ? by[0] : "") + " " + detail;
    const count = (counts[key] || 0) + 1;
    counts[key] = count;
    if ((count & (count - 1)) === 0) emit({ __proto__: null, api, by, detail: slice(String_(detail), 0, 200), count });
  };
  const String_ = (value) => { try { return "" + value; } catch { return ""; } };

  // ---- hooks ------------------------------------------------------------------------------------

  const method = (kind, name, before, after) => wrap(kind && kind.prototype, name, before, after);
  const accessor = (kind, name, side, before, instead) => {
    const proto = kind && kind.prototype;
    const entry = proto && described(proto, name);
    if (!entry || typeof entry[side] !== "function") return;
    const native = entry[side];
    entry[side] = disguise(new Proxy(native, {
      __proto__: null,
      apply: (call, self, args) => {
        try { before(self, args); } catch { /* see above */ }
        try {
          const answer = apply(call, self, args);
          return instead === undefined ? answer : instead;
        } catch (error) { throw withoutUs(error); }
      },
    }), native);
    define(proto, name, bare(entry, null));
  };
  const made = (name, before) => {
    const entry = described(scope, name);
    const native = entry && entry.value;
    if (typeof native !== "function") return;
    const wrapped = disguise(new Proxy(native, {
      __proto__: null,
      construct: (call, args, target) => {
        try { before(args); } catch { /* see above */ }
        try { return construct(call, args, target === wrapped ? call : target); } catch (error) { throw withoutUs(error); }
      },
    }), native);
    entry.value = wrapped;
    define(scope, name, bare(entry, null));
    define(native.prototype, "constructor", { __proto__: null, value: wrapped, writable: true, enumerable: false, configurable: true });
  };
  const getter = (kind, name) => {
    const entry = kind && described(kind.prototype, name);
    return entry && entry.get ? (self) => apply(entry.get, self, []) : () => undefined;
  };

  // ---- the device's memory ----------------------------------------------------------------------

  // Worklets know no addresses.
  const Address = scope.URL;
  const addressPath = Address && described(Address.prototype, "pathname").get;
  const baseOf = getter(scope.Node, "baseURI");
  const pathOf = (url) => {
    try { return apply(addressPath, construct(Address, [String_(url), scope.document ? baseOf(scope.document) : scope.location.href]), []); } catch { return String_(url); }
  };
  const localOf = described(scope, "localStorage");
  const isLocal = (store) => { try { return !!localOf && apply(localOf.get, scope, []) === store; } catch { return false; } };
  const nameOf = (text) => { const at = indexOf(text, "="); return at < 0 ? text : slice(text, 0, at); };
  accessor(scope.Document, "cookie", "set", (self, args) => note("keep.cookie", nameOf(String_(args[0]))));
  method(scope.Storage, "setItem", (self, args) => note(isLocal(self) ? "keep.local" : "keep.session", String_(args[0])));
  // Assigning to a property of a storage goes past setItem; then it counts who took the storage up.
  for (const area of ["local", "session"]) accessor({ prototype: scope }, area + "Storage", "get", () => note("use." + area));
  method(scope.CookieStore, "set", (self, args) => note("keep.cookie", isObject(args[0]) ? String_(args[0].name) : String_(args[0])));
  method(scope.IDBFactory, "open", (self, args) => note("keep.database", String_(args[0])));
  method(scope.CacheStorage, "open", (self, args) => note("keep.cache", String_(args[0])));
  method(scope.ServiceWorkerContainer, "register", (self, args) => note("keep.service-worker", pathOf(args[0])));

  if (scope.document && scope.top === scope) {
    accessor({ prototype: scope }, "name", "set", (self, args) => { if (String_(args[0]).length >= 12) note("window.name"); });
  }

  // ---- pictures ---------------------------------------------------------------------------------

  const pictures = new WeakMap();
  const copies = new WeakMap();
  const stateOf = (canvas) => {
    let state = weakGet(pictures, canvas);
    if (!state) weakSet(pictures, canvas, state = { __proto__: null, letters: { __proto__: null }, distinct: 0, styles: { __proto__: null }, ways: 0, saves: 0, gl: 0 });
    return state;
  };
  /** What is wiped off a picture says nothing of the device any more. */
  const wipe = (canvas) => {
    const state = weakGet(pictures, canvas);
    if (state) { state.letters = { __proto__: null }; state.distinct = 0; state.styles = { __proto__: null }; state.ways = 0; }
  };
  const isLetter = /[\p{L}\p{N}]/u;
  define(isLetter, "exec", { __proto__: null, value: RegExp.prototype.exec });
  const matches = Function.prototype.call.bind(RegExp.prototype.test);
  /** Add text to a picture: signs such as emoji, which scripts draw to see whether there are any, do not count. */
  const write = (state, text, style) => {
    if (!state.styles[style] && state.ways < 20) { state.styles[style] = true; state.ways += 1; }
    for (let i = 0; i < text.length && i < 2000 && state.distinct < 200; ) {
      const code = codeAt(text, i);
      const letter = letterOf(code);
      i += code > 0xffff ? 2 : 1;
      if (!state.letters[letter] && matches(isLetter, letter)) { state.letters[letter] = true; state.distinct += 1; }
    }
  };
  /** A number for an address that is too long to tell; the page's elements are asked for the same. */
  const numberOf = (text) => {
    let hash = 2166136261;
    const step = text.length > 4096 ? (text.length - (text.length % 4096)) / 4096 : 1;
    for (let i = 0; i < text.length; i += step) hash = (((hash ^ codeAt(text, i)) >>> 0) * 16777619) % 4294967296;
    return text.length + ":" + hash;
  };
  const connected = getter(scope.Node, "isConnected");
  const widthOf = getter(scope.HTMLCanvasElement, "width");
  const heightOf = getter(scope.HTMLCanvasElement, "height");
  const boxOf = scope.Element && scope.Element.prototype.getBoundingClientRect;
  const activation = getter(scope.Navigator, "userActivation");
  const isElement = (canvas) => { try { return widthOf(canvas) !== undefined; } catch { return false; } };
  const read = (canvas, width, height, how) => {
    const state = weakGet(pictures, canvas);
    if (!state || width < 16 || height < 16) return;
    const shown = isShown(canvas) || isShown(state.onto);
    const active = scope.navigator && activation(scope.navigator);
    const clicked = !!(active && active.isActive);
    const told = { __proto__: null, how, distinct: state.distinct, ways: state.ways, saves: state.saves, gl: state.gl, shown, clicked };
    const doubtful = state.distinct >= 10 && !shown && !clicked && !state.saves && pictureCount < 60;
    if (doubtful) told.picture = ++pictureCount;
    note("canvas.read", stringify(told));
    if (!doubtful) return undefined;
    // A picture may be drawn first and come into the page afterwards.
    if (timer) {
      const again = () => { try { if (isShown(canvas) || isShown(state.onto)) note("picture.shown", told.picture); } catch { /* it is gone */ } };
      apply(timer, scope, [again, 500]);
      apply(timer, scope, [again, 2000]);
    }
    return told.picture;
  };
  let pictureCount = 0;
  const isShown = (canvas) => {
    if (!canvas || !isElement(canvas) || !connected(canvas)) return false;
    const box = apply(boxOf, canvas, []);
    return box.width >= 16 && box.height >= 16 && box.right > 0 && box.bottom > 0;
  };
  const blobSize = getter(scope.Blob, "size");
  const blobType = getter(scope.Blob, "type");
  const asBlob = (picture, blob) => { if (picture && blob) note("picture.size", picture + " " + blobSize(blob)); };
  const then = Promise.prototype.then;
  const Matrix = scope.DOMMatrixReadOnly;
  const scaleX = getter(Matrix, "a");
  const scaleY = getter(Matrix, "d");
  const moveX = getter(Matrix, "e");
  const moveY = getter(Matrix, "f");
  const fonts = { __proto__: null };
  let fontCount = 0;
  for (const kind of ["CanvasRenderingContext2D", "OffscreenCanvasRenderingContext2D"]) {
    const Kind = scope[kind];
    const canvasOf = getter(Kind, "canvas");
    const fontOf = getter(Kind, "font");
    const fillOf = getter(Kind, "fillStyle");
    const placed = Kind && Kind.prototype.getTransform;
    for (const name of ["fillText", "strokeText"]) {
      method(Kind, name, (self, args) => {
        const colour = fillOf(self);
        write(stateOf(canvasOf(self)), String_(args[0]), fontOf(self) + " " + (typeof colour === "string" ? colour : "drawn"));
      });
    }
    // What is drawn in one place and painted in another is seen there.
    method(Kind, "drawImage", (self, args) => {
      const state = isObject(args[0]) && weakGet(pictures, args[0]);
      if (state) state.onto = canvasOf(self);
    });
    method(Kind, "putImageData", (self, args) => {
      const state = isObject(args[0]) && weakGet(copies, args[0]);
      if (state) state.onto = canvasOf(self);
    });
    method(Kind, "clearRect", (self, args) => {
      const canvas = canvasOf(self);
      const at = apply(placed, self, []);
      const left = scaleX(at) * args[0] + moveX(at);
      const top = scaleY(at) * args[1] + moveY(at);
      const whole = left + scaleX(at) * args[2] >= canvas.width && top + scaleY(at) * args[3] >= canvas.height;
      if (left <= 0 && top <= 0 && whole) wipe(canvas);
    });
    method(Kind, "reset", (self) => wipe(canvasOf(self)));
    for (const name of ["save", "restore"]) method(Kind, name, (self) => { stateOf(canvasOf(self)).saves += 1; });
    method(Kind, "getImageData", (self, args) => { read(canvasOf(self), args[2], args[3], "pixels"); return weakGet(pictures, canvasOf(self)); },
      (copy, state) => { if (state) weakSet(copies, copy, state); });
    method(Kind, "measureText", (self) => {
      const font = fontOf(self);
      if (fonts[font] || fontCount >= 300) return;
      fonts[font] = true;
      fontCount += 1;
      note("canvas.font", font);
    });
  }
  for (const kind of ["HTMLCanvasElement", "OffscreenCanvas"]) {
    for (const side of ["width", "height"]) accessor(scope[kind], side, "set", (self) => wipe(self));
  }
  method(scope.HTMLCanvasElement, "toDataURL", (self) => read(self, widthOf(self), heightOf(self), "export"),
    (url, picture) => { if (picture) note("picture.url", picture + " " + numberOf(url)); });
  method(scope.HTMLCanvasElement, "toBlob", (self, args) => {
    const picture = read(self, widthOf(self), heightOf(self), "export");
    const call = args[0];
    if (picture && typeof call === "function") args[0] = function (blob) { try { asBlob(picture, blob); } catch { /* see above */ } return apply(call, this, [blob]); };
  });
  method(scope.OffscreenCanvas, "convertToBlob", (self) => read(self, self.width, self.height, "export"),
    (promise, picture) => { if (picture) apply(then, promise, [(blob) => { try { asBlob(picture, blob); } catch { /* see above */ } }, () => {}]); });
  // Who made a blob is who wrote the script in it; and a picture in one may be shown by its address.
  wrap(scope.URL, "createObjectURL", (self, args) => args[0], (url, blob) => {
    if (blobSize(blob) === undefined) return;
    if (slice(blobType(blob), 0, 6) === "image/") note("blob.picture", blobSize(blob) + " " + numberOf(url));
    else note("blob.made", url);
  });

  // ---- fonts, by the size of elements -------------------------------------------------------------

  const styleOf = getter(scope.HTMLElement, "style");
  const valueOf = scope.CSSStyleDeclaration && scope.CSSStyleDeclaration.prototype.getPropertyValue;
  const isVisible = scope.Element && scope.Element.prototype.checkVisibility;
  const frameOf = getter({ prototype: scope }, "frameElement");
  const VISIBLE = { __proto__: null, visibilityProperty: true, opacityProperty: true };
  const measured = { __proto__: null };
  let measuredCount = 0;
  const isSeen = (element) => {
    const frame = scope.top === scope ? null : frameOf(scope);
    const box = apply(boxOf, element, []);
    return apply(isVisible, element, [VISIBLE]) && box.right > 0 && box.bottom > 0 && (!frame || apply(isVisible, frame, [VISIBLE]));
  };
  const measure = (element) => {
    const family = apply(valueOf, styleOf(element), ["font-family"]);
    if (!family || measured[family] || measuredCount >= 300) return;
    measured[family] = true;
    measuredCount += 1;
    note("element.font", (isSeen(element) ? "shown " : "") + family);
  };
  for (const name of ["offsetWidth", "offsetHeight"]) accessor(scope.HTMLElement, name, "get", measure);
  for (const name of ["clientWidth", "scrollWidth"]) accessor(scope.Element, name, "get", measure);
  method(scope.Element, "getBoundingClientRect", measure);
  const parameters = { __proto__: null };
  for (const kind of ["WebGLRenderingContext", "WebGL2RenderingContext"]) {
    const Kind = scope[kind];
    const canvasOf = getter(Kind, "canvas");
    method(Kind, "getParameter", (self, args) => {
      if (parameters[args[0]]) return;
      parameters[args[0]] = true;
      note("webgl.parameter", String_(args[0]));
    });
    method(Kind, "getSupportedExtensions", () => note("webgl.extensions"));
    method(Kind, "getShaderPrecisionFormat", () => note("webgl.precision"));
    method(Kind, "drawArrays", (self) => { stateOf(canvasOf(self)).gl += 1; });
    method(Kind, "readPixels", (self, args) => read(canvasOf(self), args[2], args[3], "pixels"));
  }

  // ---- sound, connections, the machine ------------------------------------------------------------

  made("OfflineAudioContext", () => note("audio.offline"));
  method(scope.BaseAudioContext, "createOscillator", () => note("audio.oscillator"));
  method(scope.BaseAudioContext, "createDynamicsCompressor", () => note("audio.compressor"));
  method(scope.AudioBuffer, "getChannelData", () => note("audio.read"));
  method(scope.AudioBuffer, "copyFromChannel", () => note("audio.read"));
  method(scope.AnalyserNode, "getFloatFrequencyData", () => note("audio.read"));
  // A worklet can read a sound that is not played, with no interface of its own for it.
  const offlineLength = getter(scope.OfflineAudioContext, "length");
  made("AudioWorkletNode", (args) => { if (offlineLength(args[0]) > 0) note("audio.read"); });
  made("RTCPeerConnection", () => note("rtc.connection"));
  method(scope.RTCPeerConnection, "createDataChannel", () => note("rtc.channel"));
  method(scope.RTCPeerConnection, "createOffer", () => note("rtc.offer"));
  method(scope.RTCPeerConnection, "addTrack", () => note("rtc.media"));
  accessor(scope.RTCPeerConnection, "onicecandidate", "set", () => note("rtc.candidate"));
  method(scope.Navigator, "getBattery", () => note("battery"));
  for (const name of ["Accelerometer", "Gyroscope", "Magnetometer", "AmbientLightSensor", "AbsoluteOrientationSensor"]) made(name, () => note("sensor", name));
  method(scope.MediaDevices, "enumerateDevices", () => note("machine", "enumerateDevices"));
  method(scope.SpeechSynthesis, "getVoices", () => note("machine", "getVoices"));
  method(scope.NavigatorUAData, "getHighEntropyValues", () => note("machine", "getHighEntropyValues"));
  method(scope.Permissions, "query", () => note("machine", "permissions"));
  method(scope.Intl && scope.Intl.DateTimeFormat, "resolvedOptions", () => note("machine", "timeZone"));
  method(scope.FontFaceSet, "check", (self, args) => note("machine.font", String_(args[0])));
  for (const kind of ["Navigator", "WorkerNavigator"]) {
    for (const name of ["platform", "hardwareConcurrency", "deviceMemory", "languages", "plugins", "mimeTypes", "maxTouchPoints",
      "vendor", "productSub", "appVersion", "oscpu", "connection", "webdriver", "pdfViewerEnabled", "cookieEnabled"]) {
      // Consent platforms leave programs alone (vanilla-cookieconsent does by default), and visitors are
      // none. Who asks for the user agent is told our name all the same.
      accessor(scope[kind], name, "get", () => note("machine", name), name === "webdriver" && !admitsAutomation ? false : undefined);
    }
  }
  for (const name of ["width", "height", "availWidth", "availHeight", "availLeft", "availTop", "colorDepth", "pixelDepth"]) {
    accessor(scope.Screen, name, "get", () => note("machine", "screen." + name));
  }

  // ---- what visitors do -------------------------------------------------------------------------

  const WATCHED = { __proto__: null, mousemove: 1, pointermove: 1, touchmove: 1, mousedown: 1, click: 1, scroll: 1, keydown: 1, keyup: 1, keypress: 1, input: 1, devicemotion: 1, deviceorientation: 1, deviceorientationabsolute: 1, icecandidate: 1 };
  method(scope.EventTarget, "addEventListener", (self, args) => {
    const type = args[0];
    if (!WATCHED[type]) return;
    if (type === "icecandidate") note("rtc.candidate");
    else if (slice(type, 0, 6) === "device") note("sensor", type);
    else if (self === undefined || self === scope || self === scope.document || (scope.document && self === scope.document.body)) note("listen", type);
  });
  method(scope.MutationObserver, "observe", (self, args) => {
    const options = args[1];
    const whole = args[0] === scope.document || (scope.document && args[0] === scope.document.documentElement);
    if (whole && options && options.subtree && options.childList && (options.characterData || options.attributes)) note("observe");
  });
  made("SharedWorker", (args) => note("shared-worker", String_(args[0])));

  // ---- Global Privacy Control -------------------------------------------------------------------

  for (const kind of asksForPrivacy ? ["Navigator", "WorkerNavigator"] : []) {
    const proto = scope[kind] && scope[kind].prototype;
    const model = proto && described(proto, "hardwareConcurrency");
    if (!model) continue;
    const get = disguise(new Proxy(model.get, {
      __proto__: null,
      apply: (call, self) => { apply(call, self, []); note("gpc"); return true; },
      get: (call, name) => (name === "name" ? "get globalPrivacyControl" : call[name]),
    }), "function get globalPrivacyControl() { [native code] }");
    define(proto, "globalPrivacyControl", { __proto__: null, get, set: undefined, enumerable: true, configurable: true });
    accessor(scope[kind], "doNotTrack", "get", () => {}, "1");
  }

  DUE;

  emit({ __proto__: null, api: "ready", by: bare([], null), detail: scope.document ? "document" : "worker", count: 1 });
})(CHANNEL, ASKS_FOR_PRIVACY, ADMITS_AUTOMATION);
