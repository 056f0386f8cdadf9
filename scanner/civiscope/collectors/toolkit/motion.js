// Movement: bring what moves for a while to its end, so that what is seen then is what stays.
globalThis.civiscopeStill = () => {
  const rootsOf = (element) => {
    const found = [];
    for (let root = element.getRootNode(); root && root.getAnimations; root = root.host ? root.host.getRootNode() : null) found.push(root);
    return found;
  };

  /** End every animation and transition around an element that ends; say whether there was any. */
  const finishAnimations = (element = document.documentElement) => {
    let any = false;
    for (const root of rootsOf(element)) {
      for (const animation of root.getAnimations()) {
        const timing = animation.effect?.getComputedTiming();
        if (!timing || !Number.isFinite(timing.endTime) || animation.timeline !== document.timeline || animation.playState === "paused") continue;
        any = true;
        try { animation.finish(); } catch { /* it has no end after all */ }
      }
    }
    return any;
  };

  /** Hold what never ends in the middle of its way, where it looks neither as it begins nor as it ends. */
  const freezeAnimations = (element = document.documentElement) => {
    for (const root of rootsOf(element)) {
      for (const animation of root.getAnimations()) {
        const timing = animation.effect?.getComputedTiming();
        if (!timing || Number.isFinite(timing.endTime) || animation.timeline !== document.timeline || animation.playState !== "running") continue;
        try { animation.pause(); animation.currentTime = timing.delay + timing.duration / 2; } catch { /* it goes on */ }
      }
    }
  };

  return { finishAnimations, freezeAnimations };
};
