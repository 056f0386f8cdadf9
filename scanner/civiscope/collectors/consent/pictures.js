// Runs in our own world of a frame: numbers of the addresses of pictures that the document shows,
// links to or offers, where these carry the picture in themselves or name a blob. instrument.js
// counts the same number for what scripts make of a canvas.
(() => {
  const MAX_ELEMENTS = 6000;
  const STYLED = ["backgroundImage", "maskImage", "borderImageSource", "listStyleImage", "content", "cursor"];
  const numberOf = (text) => {
    let hash = 2166136261;
    const step = text.length > 4096 ? (text.length - (text.length % 4096)) / 4096 : 1;
    for (let i = 0; i < text.length; i += step) hash = (((hash ^ text.codePointAt(i)) >>> 0) * 16777619) % 4294967296;
    return `${text.length}:${hash}`;
  };
  const carried = /^(?:data:image\/|blob:)/i;
  const found = new Set();
  const note = (url) => { if (typeof url === "string" && carried.test(url)) found.add(numberOf(url)); };
  for (const element of civiscopeRoots.inside(document, "*").slice(0, MAX_ELEMENTS)) {
    for (const name of ["src", "href", "xlink:href", "poster", "data"]) note(element.getAttribute(name));
    if (element.currentSrc) note(element.currentSrc);
    for (const pseudo of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, pseudo);
      for (const name of STYLED) {
        const value = style[name];
        if (!value || value.length < 10 || !value.includes("url(")) continue;
        for (const [, , url] of value.matchAll(/url\((["']?)(.*?)\1\)/g)) note(url);
      }
    }
  }
  return [...found].slice(0, 2000);
})()
