// Knows whether anything is due in this document: a script in the page's own world (browser/due.js)
// notes what its scripts put off, and answers a synchronous event; what moves or plays is seen from here.
globalThis.civiscopeWaiting = (() => {
  // What moves, plays or leads away without any script that sets a timer for it.
  const BY_ITSELF = "object,embed,video,audio,marquee,animate,animateTransform,animateMotion,set,meta[http-equiv=refresh i]";
  const FRAME = 300; // ms for a frame that is not given
  const IDLE = 500;
  const wait = (ms) => new Promise((go) => { setTimeout(go, ms); });
  const asking = (event, ms) => new UIEvent(event, { cancelable: true, detail: ms });
  const answersIdle = (asked) => !dispatchEvent(asked);
  const moves = (endless) => civiscopeRest.roots().some((root) => root.querySelector(BY_ITSELF)
    || root.getAnimations().some(({ effect, playState }) => playState === "running"
      && (!endless || Number.isFinite(effect?.getComputedTiming().endTime))));
  /** The next frame, and all that was to be done before the document had nothing to do. */
  const turn = async () => {
    await Promise.race([new Promise((go) => { requestAnimationFrame(go); }), wait(FRAME)]);
    await new Promise((go) => { requestIdleCallback(go, { timeout: IDLE }); });
  };

  /** Whether no timer goes off within `ms`, and nothing moves or plays; with `endless`, but for animations without end. */
  const nothingDue = async ({ event, ms, endless }) => {
    if (!answersIdle(asking(event, ms)) || moves(endless)) return false;
    // What was due before has its turn before us.
    await turn();
    const asked = asking(event, ms);
    await wait(1);
    return answersIdle(asked) && !moves(endless);
  };
  /** The same once more a frame later: what watches elements is told of them with the first. */
  const isCalm = async (event, ms) => {
    if (!answersIdle(asking(event, ms))) return false;
    await turn();
    return nothingDue({ event, ms, endless: false });
  };
  /** Whether nothing comes of a document without frames within `ms`, nor would if its visitor wanted movement. */
  const standsStill = async (event, ms) => !window.length && answersIdle(asking(event, 0)) && isCalm(event, ms);
  return Object.freeze({ nothingDue, isCalm, standsStill });
})();
