((held) => {
  // Runs in the page's own world, before its first script, in documents and workers. Kept from the
  // page: the channel is taken away at once, and what is replaced still looks like the browser's own.
  const tell = globalThis[CHANNEL];
  delete globalThis[CHANNEL];
  const text = (data) => {
    try {
      if (typeof data === "string") return data.slice(0, 20000);
      const bytes = data instanceof ArrayBuffer ? new Uint8Array(data)
        : ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
        : new Uint8Array();
      return new TextDecoder().decode(bytes.subarray(0, 20000));
    } catch { return ""; }
  };
  const stringify = JSON.stringify;
  const note = (kind, url, data) => {
    try { tell(stringify([kind, `${url}`.slice(0, 2000), text(data)])); } catch { /* nobody listens */ }
  };
  const replace = (from, name, handler) => {
    // In workers, some of what is global stands on the prototypes of the global object.
    let owner = from;
    while (owner && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
    const found = owner && Object.getOwnPropertyDescriptor(owner, name);
    if (found && typeof found.value === "function" && found.configurable) {
      Object.defineProperty(owner, name, { ...found, value: new Proxy(found.value, handler) });
    }
  };
  const apply = Reflect.apply, construct = Reflect.construct;
  const silent = (kind, url, instead) => ({
    apply(target, self, args) {
      if (!held) return apply(target, self, args);
      note(kind, url(self, args), args[0]);
      return instead();
    },
  });
  const transports = new Set();
  const { WebSocket, RTCDataChannel, WebTransport } = globalThis;
  replace(WebSocket?.prototype, "send", silent("socket", (self) => self.url, () => undefined));
  replace(RTCDataChannel?.prototype, "send", silent("channel", (self) => self.label, () => undefined));
  replace(globalThis, "fetchLater", silent("later", (_, args) => args[0], () => ({ activated: false })));
  replace(globalThis, "WebTransport", {
    construct(target, args, made) {
      if (held) {
        note("transport", args[0], "");
        throw new DOMException("WebTransport is not available.", "NotSupportedError");
      }
      const transport = construct(target, args, made);
      transports.add(transport);
      return transport;
    },
  });
  // Requests are stopped on their way, but not those of shared workers for certain, nor those of a
  // document that is being left: they are held here. There is no list of words in documents.
  const words = WORDS && new Set(WORDS);
  let leaving = !!words;
  if (!words) {
    addEventListener("pagehide", () => { leaving = true; }, true);
    addEventListener("visibilitychange", () => { leaving = document.visibilityState === "hidden"; }, true);
  }
  const names = (url) => {
    try {
      const { pathname, searchParams } = new URL(url, location.href);
      if (/\.(js|mjs|css|map|svg|png|jpe?g|gif|webp|avif|ico|woff2?|json|wasm)$/i.test(pathname)) return false;
      return [decodeURIComponent(pathname), ...searchParams.keys()].some((part) => {
        const said = part.replace(/([a-z0-9])(?=[A-Z])/g, "$1 ").toLowerCase().normalize("NFKD")
          .replace(/\p{M}/gu, "").split(/[^\p{L}\p{N}]+/u);
        return said.some((word, at) => words.has(word) || words.has(word + said[at + 1])
          || /logout|logoff|signout|signoff/.test(word));
      });
    } catch { return false; }
  };
  const reads = (method, url) => words && /^(get|head|options)$/i.test(method || "get") && !names(url);
  const passes = (method, url) => !held || !leaving || reads(method, url);
  replace(globalThis, "fetch", {
    apply(target, self, args) {
      const [what, how] = args;
      const request = what instanceof Request;
      const url = request ? what.url : what;
      if (passes(how?.method ?? (request ? what.method : "GET"), url)) return apply(target, self, args);
      note("request", url, how?.body ?? "");
      return Promise.reject(new TypeError("Failed to fetch"));
    },
  });
  replace(globalThis.Navigator?.prototype, "sendBeacon", {
    apply(target, self, args) {
      if (passes("POST", args[0])) return apply(target, self, args);
      note("request", args[0], args[1]);
      return true;
    },
  });
  const asked = new WeakMap();
  replace(globalThis.XMLHttpRequest?.prototype, "open", {
    apply(target, self, args) {
      asked.set(self, args);
      return apply(target, self, args);
    },
  });
  replace(globalThis.XMLHttpRequest?.prototype, "send", {
    apply(target, self, args) {
      const [method, url] = asked.get(self) ?? [];
      if (passes(method, url)) return apply(target, self, args);
      note("request", url, args[0]);
      return self.abort();
    },
  });
  const close = WebTransport?.prototype.close;
  addEventListener(HOLD, (told) => {
    held = true;
    told.preventDefault();
    for (const transport of transports) {
      try { apply(close, transport, []); } catch { /* closed already */ }
    }
  });
})(HELD);
