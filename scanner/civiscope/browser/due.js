((event) => {
  // Knows what scripts of a document have put off: timers, and steps for the next frame. Part of scripts
  // that run in the page's own world before its first, after natives.js.
  if (!scope.document) return;
  const now = scope.performance.now.bind(scope.performance);
  const lowered = Function.prototype.call.bind(String.prototype.toLowerCase);
  const SLACK = 5, DRAWN = 250, LONGEST = 2 ** 31; // ms
  const HELD = 2 ** 30; // handles of the browser's own begin with 1
  const due = { __proto__: null };
  let [count, drawn, unknown] = [0, -DRAWN, false];
  let heedsMotion = false;

  // What is no plain number would have to be asked, and the page would notice.
  const length = (given) => {
    if (typeof given === "object" && given !== null) unknown = true;
    const ms = typeof given === "string" || typeof given === "number" ? +given : 0;
    return ms > 0 && ms < LONGEST ? ms : 0;
  };
  const isPast = ({ at, every }, time) => !every && at < time - SLACK;
  const put = (id, at, every = 0) => {
    due[id] = { __proto__: null, at, every };
    count += 1;
    if (count % 500 === 0) for (const each in due) if (isPast(due[each], now() - 1000)) delete due[each];
  };
  const drop = (_, [id]) => { if (typeof id === "number") delete due[id]; };
  const draw = () => { drawn = now(); };
  const lose = () => { unknown = true; };

  wrap(scope, "setTimeout", (_, args) => length(args[1]), (id, ms) => put(id, now() + ms));
  wrap(scope, "setInterval", (_, args) => length(args[1]), (id, ms) => put(id, now() + ms, ms || 1));
  wrap(scope, "clearTimeout", drop);
  wrap(scope, "clearInterval", drop);

  // While a page is only waited for, drawing frame after frame is work for nothing: scripts get theirs seldom then.
  const [drawFrame, later] = [scope.requestAnimationFrame, scope.setTimeout].map((native) => native?.bind(scope));
  let [pace, handles] = [0, HELD];
  let held = [];
  const handed = { __proto__: null };
  const handOver = () => {
    const steps = held;
    held = [];
    for (let i = 0; i < steps.length; i++) handed[steps[i].handle] = drawFrame(steps[i].step);
  };
  const hold = (self, args) => {
    const step = args[0];
    if (!pace || typeof step !== "function" || (self !== scope && self !== undefined)) return undefined;
    if (!held.length) later(handOver, pace);
    handles += 1;
    held[held.length] = { __proto__: null, handle: handles, step };
    return [handles];
  };
  const letGo = (_, args) => {
    const handle = args[0];
    if (typeof handle !== "number" || handle <= HELD) return;
    if (handed[handle]) args[0] = handed[handle];
    const left = [];
    for (let i = 0; i < held.length; i++) if (held[i].handle !== handle) left[left.length] = held[i];
    held = left;
  };
  wrap(scope, "requestAnimationFrame", draw, undefined, hold);
  wrap(scope, "cancelAnimationFrame", letGo);
  wrap(scope, "requestIdleCallback", draw);
  // Steps that scripts do as soon as may be, and answers that come from elsewhere. `window.postMessage` is
  // left alone, since it tells who called it; what it brings is heard.
  // Its name tells who asks for listeners of the page that this one is ours.
  scope.addEventListener("message", () => { "DUE_NAME"; draw(); }, true);
  wrap(scope.MessagePort?.prototype, "postMessage", draw);
  wrap(scope.Scheduler?.prototype, "yield", draw);
  // A script may ask once how much movement its visitor wants, and go by that for as long as the page is shown.
  wrap(scope, "matchMedia", (_, args) => { if (typeof args[0] !== "string" || indexOf(lowered(args[0]), "motion") >= 0) heedsMotion = true; });
  wrap(scope.IDBFactory?.prototype, "open", draw);
  wrap(scope.CacheStorage?.prototype, "open", draw);
  wrap(scope.CacheStorage?.prototype, "match", draw);
  wrap(scope.FileReader?.prototype, "readAsText", draw);
  wrap(scope.SubtleCrypto?.prototype, "digest", draw);
  wrap(scope.Atomics, "waitAsync", lose);
  wrap(scope.RTCPeerConnection?.prototype, "createDataChannel", lose);
  wrap(scope.RTCPeerConnection?.prototype, "setRemoteDescription", lose);
  wrap(scope.Scheduler?.prototype, "postTask", (_, args) => {
    draw();
    const options = args[1];
    const delay = typeof options === "object" && options !== null ? described(options, "delay") : null;
    if (delay) put(`task ${count}`, now() + length(delay.value));
  });
  wrap(scope.AbortSignal, "timeout", (_, args) => put(`signal ${count}`, now() + length(args[0])));

  const next = ({ at, every }, time) => (every ? at + every * Math.max(0, Math.ceil((time - SLACK - at) / every)) : at);
  // Who asks gives the time in which nothing may be due, in ms; what asks was made when all before had its turn.
  // Less than nothing is the time between frames from now on; nothing asks whether no script heeds that wish.
  scope.addEventListener(event, (told) => {
    const { timeStamp: time, detail: ms } = told;
    told.stopImmediatePropagation();
    if (ms < 0) {
      pace = ms < -1 ? -ms : 0;
      if (!pace) handOver();
      return;
    }
    if (ms === 0) {
      if (!heedsMotion) told.preventDefault();
      return;
    }
    let idle = !unknown && drawn < time - DRAWN;
    for (const id in due) {
      const at = next(due[id], time);
      if (isPast(due[id], time)) delete due[id]; else if (!(at > time + ms)) idle = false;
    }
    if (idle) told.preventDefault();
  }, true);
})(DUE_EVENT)
