// Moves the device as far as the page can tell, and says whose words or values follow.
globalThis.civiscopeTilt ??= (() => {
  const keyboard = civiscopeKeyboard;
  const { everything, painted } = civiscopeToolkit();
  // How it is held, one way and then another; what is told only when it moves, both times.
  const WAYS = [{ alpha: 20, beta: 35, gamma: -40 }, { alpha: 80, beta: -25, gamma: 45 }, { alpha: 140, beta: 10, gamma: 15 }, { alpha: 200, beta: 60, gamma: -15 }];
  const FORCE = { x: 18, y: -16, z: 14 };
  let turn = 0;
  let before = new Map();
  let followers = new Set();

  const ownText = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("");
  // A picture that is moved a little by its style decorates the page; words and values are its content.
  const look = (element) => [ownText(element), element.value ?? "", element.checked ?? "", element.open ?? "", element.childElementCount, painted(element)].join("|");
  const watched = () => everything(document).filter((element) => !/^(script|style|head|meta|link|title|html)$/.test(element.localName)).slice(0, 4000);

  /** Note how everything looks now. */
  const watch = () => { before = new Map(watched().map((element) => [element, look(element)])); return 0; };
  const changed = () => new Set(watched().filter((element) => before.get(element) !== look(element)));
  /** Tell the page that the device has moved. */
  const move = (kinds) => {
    for (let step = 0; step < 3; step++) {
      const way = WAYS[turn++ % WAYS.length];
      const sign = turn % 2 ? 1 : -1;
      const force = { x: FORCE.x * sign, y: FORCE.y * sign, z: FORCE.z * sign };
      for (const kind of kinds) {
        const event = kind === "devicemotion"
          ? new DeviceMotionEvent(kind, { acceleration: force, accelerationIncludingGravity: force, rotationRate: way, interval: 16 })
          : new DeviceOrientationEvent(kind, { ...way, absolute: kind.endsWith("absolute") });
        dispatchEvent(event);
      }
    }
    return 0;
  };
  /** Whether anything has followed. */
  const followed = () => {
    const found = changed();
    if (!followers.size) followers = found;
    return found.size > 0;
  };
  /** Whether the same has changed as when the device was moved. */
  const isSame = () => [...changed()].some((element) => followers.has(element));

  const SLIDERS = "input[type=range],[role=slider i]";
  const PRESSED = "button,input[type=button],input[type=checkbox],input[type=radio],summary,[role=button i],[role=switch i],[role=checkbox i],a[href^='#']";
  const OTHERS = "input:not([type=hidden]),select,textarea";
  const isTried = (element) => element.matches(`${PRESSED},${SLIDERS}`) && keyboard.tabbable(element) && painted(element) && !(element.form && /^(submit|image)$/.test(element.type));
  /** Controls that can be tried, each with the key that uses it. */
  const controls = () => everything(document).filter(isTried).map((element) => [keyboard.numberOf(element), element.matches(SLIDERS) ? "ArrowRight" : " "]);
  /** How many more there are: hidden ones, and fields to fill in. Those that are disabled do nothing. */
  const others = () => everything(document).filter((element) => element.matches(`${PRESSED},${SLIDERS},${OTHERS}`) && !isTried(element) && !element.matches(":disabled")).length;

  return Object.freeze({ watch, move, followed, isSame, controls, others });
})();
