// Dialogs: what may open one, what has opened, and how it ends. In our own world, beside keyboard.js.
globalThis.civiscopeDialogs ??= (() => {
  const keyboard = civiscopeKeyboard;
  const { painted, visible, boxesOf, everything, focused, holds, hitAt, parentOf } = civiscopeToolkit();
  const DECLARED = "dialog,[role=dialog i],[role=alertdialog i],[aria-modal=true i]";
  const LIKE = /(^|[-_ ])(modal|dialog|lightbox|popup|pop-up|overlay)/i;
  // What only tells something for a while, though not in a live region: nobody has to go in and out of it.
  const TELLS = /(^|[-_ ])(toasts?|snack-?bars?|notif\w*|flash|growl|(error|status|success|info|alert)(-?messages?)?|messages?)([-_ ]|$)/i;
  const CLOSES = /^(×|✕|✖|✗|x|close|dismiss|cancel|ok|schlie(ß|ss)en|abbrechen|fermer|annuler|cerrar|cancelar|fechar|chiudi|annulla|sluiten|zamknij|stäng|luk|lukk|sulje)\b|^[×✕✖✗]$/i;
  const UNTOUCHED = /log ?-?(out|off)|sign ?-?out|abmelden|ausloggen|déconn|cerrar sesión|delet|remov|löschen|supprim|elimin|borrar|\bbuy\b|\bpay\b|kaufen|acheter|comprar|pagar|submit|absenden|envoyer|enviar|\bprint\b/i;

  const isFixed = (element) => { for (let at = element; at && at !== document.body; at = parentOf(at)) if (getComputedStyle(at).position === "fixed") return true; return false; };
  // What stands further down the page is there all the time, also while it is scrolled out of the window.
  const isWithin = (element, box) => box.right > 0 && box.left < innerWidth
    && (isFixed(element) ? box.bottom > 0 && box.top < innerHeight : box.bottom + scrollY > 0 && box.top + scrollY < document.documentElement.scrollHeight);
  const rendered = (element) => element.isConnected && visible(element) && boxesOf(element).some(([, box]) => isWithin(element, box));
  const named = (element) => civiscope.nameOf(element).trim() || element.getAttribute("title") || "";
  const closers = (element, waiting = false) => everything(element).filter((inside) => {
    if (!waiting && !painted(inside)) return false;
    if (/(^|\s)(modal|dialog|close)/.test(`${inside.dataset?.dismiss || ""} ${inside.dataset?.bsDismiss || ""}`)) return true;
    return inside.children.length < 4 && (CLOSES.test(named(inside)) || CLOSES.test(inside.getAttribute("title") || "") || /(^|[-_ ])close([-_ ]|$)/.test(String(inside.getAttribute("class") || "")));
  });

  const isSmall = (element) => { const { width, height } = element.getBoundingClientRect(); return 4 * width * height < innerWidth * innerHeight; };

  /** What lies over the page: declared dialogs, and what looks and closes like one. */
  const overlays = () => everything(document).filter((element) => {
    if (element.matches(DECLARED)) return rendered(element);
    const style = getComputedStyle(element);
    if (style.position !== "fixed" || !rendered(element) || element.closest("[role=status i],[role=alert i],[role=log i],[aria-live]")) return false;
    const marks = `${element.getAttribute("class") || ""} ${element.id}`;
    if (TELLS.test(marks) && !LIKE.test(marks) && isSmall(element)) return false;
    return !everything(element).some((inside) => inside.matches(DECLARED)) && closers(element).length > 0;
  });

  /** Whether something fixed lies over the whole window: nothing behind it can be seen or used then. */
  const coversAll = () => [[0.02, 0.02], [0.98, 0.02], [0.02, 0.98], [0.98, 0.98]].every(([x, y]) => isFixed(hitAt(innerWidth * x, innerHeight * y)));

  let before = new Set();
  const remember = () => { before = new Set(overlays()); };
  const opened = () => {
    const now = overlays().filter((element) => !before.has(element));
    // Of a dialog in an overlay the dialog counts; of two in one another, the outer one.
    const declared = now.filter((element) => element.matches(DECLARED));
    const element = (declared.length ? declared : now)[0];
    if (!element) return null;
    return {
      ...civiscope.place(element), number: keyboard.numberOf(element), name: civiscope.cut(named(element), 80),
      declared: element.matches(DECLARED), modal: element.matches(":modal") || element.matches("[aria-modal=true i]") || coversAll(),
      stops: everything(element).filter((inside) => keyboard.tabbable(inside)).length,
    };
  };

  /** Links and buttons that may open a dialog; those that say so come first. */
  const openers = () => {
    const all = everything(document);
    const waits = (element) => getComputedStyle(element).display === "none" && getComputedStyle(element).position === "fixed" && closers(element, true).length > 0;
    const hidden = all.some((element) => (element.matches(DECLARED) || LIKE.test(String(element.getAttribute("class") || "") + " " + element.id)) && !rendered(element)) || all.some(waits);
    const says = (element) => {
      if (/^(dialog|true)$/i.test(element.getAttribute("aria-haspopup") || "") && element.getAttribute("aria-haspopup") === "dialog") return true;
      if (/lightbox|fancybox|magnific|photoswipe/i.test([element.className, element.rel, ...Object.keys(element.dataset || {})].join(" "))) return true;
      if (element.hasAttribute("data-open-modal") || /modal|dialog/.test(`${element.dataset?.toggle || ""} ${element.dataset?.bsToggle || ""}`)) return true;
      const target = ["aria-controls", "commandfor", "popovertarget", "data-target", "data-bs-target"].map((name) => (element.getAttribute(name) || "").replace(/^#/, "")).find(Boolean) || (/^#./.test(element.getAttribute("href") || "") ? element.getAttribute("href").slice(1) : "");
      const node = target ? document.getElementById(target) : null;
      return !!node && (node.matches(DECLARED) || !!node.querySelector(DECLARED));
    };
    const may = (element) => {
      if (!keyboard.tabbable(element) || !painted(element) || element.matches("[aria-disabled=true i]")) return false;
      if (UNTOUCHED.test(named(element)) || element.closest(DECLARED)) return false;
      if (element.matches("a[href]")) return /^(#|javascript:)/.test(element.getAttribute("href"));
      return element.matches("button,[role=button i],input[type=button]") && !(element.form && element.type === "submit");
    };
    const possible = all.filter(may);
    const sure = possible.filter(says);
    const guessed = hidden ? possible.filter((element) => !sure.includes(element) && !element.hasAttribute("aria-expanded")) : [];
    return [...sure, ...guessed].slice(0, 100).map((element) => ({
      ...civiscope.place(element), number: keyboard.numberOf(element), name: civiscope.cut(named(element), 80), sure: sure.includes(element),
      kind: `${element.localName}.${[...element.classList].sort().join(".")}`,
    }));
  };

  const inside = (number) => {
    const active = focused();
    return !!active && holds(keyboard.element(number), active);
  };
  const shows = (number) => rendered(keyboard.element(number));
  const enter = (number) => {
    const first = everything(keyboard.element(number)).find((each) => keyboard.tabbable(each) && painted(each));
    (first || keyboard.element(number)).focus();
    return inside(number);
  };
  const closer = (number) => {
    const found = closers(keyboard.element(number)).find((each) => keyboard.tabbable(each) && !UNTOUCHED.test(named(each)) && !(each.form && each.type === "submit" && each.form.method !== "dialog"));
    return found ? keyboard.numberOf(found) : -1;
  };
  /** Where the focus is, seen from what opened the dialog. */
  const back = (number) => {
    const opener = keyboard.element(number);
    const active = focused();
    if (!opener.isConnected || !painted(opener)) return "opener gone";
    if (!active) return "nowhere";
    return active === opener || holds(active, opener) || holds(opener, active) ? "opener" : "elsewhere";
  };

  return Object.freeze({ remember, opened, openers, inside, shows, enter, closer, back });
})();
