// Reads what sound and film on the page do by themselves, and which buttons stop them.
globalThis.civiscopeMedia ??= (() => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const BUTTONS = "button,[role=button i],[role=switch i],input[type=button],input[type=image],input[type=checkbox],summary,a[href='#'],a[href^='javascript:' i]";
  // Never pressed, whatever the page: what ends a session or costs something.
  const NEVER = /\b(log ?out|sign ?out|log ?off|delete|remove|erase|buy|pay|order|checkout|purchase|subscribe|unsubscribe|send|submit|donate|abmelden|l[öo]schen|kaufen|bezahlen|d[ée]connexion|supprimer|acheter|payer|cerrar sesi[óo]n|eliminar|comprar|pagar)\b/i;
  const STOPS = /\b(pause|stop|halt|mute|unmute|sound|audio|volume|silence|turn off|anhalten|stumm|ton|arr[êe]ter|couper|muet|son|pausar|detener|silenciar|sonido|ferma|zitto|pauze|dempen)\b/i;

  const { everything, visible, isDisabled, isInert } = civiscopeToolkit();
  const all = (css) => everything(document).filter((element) => element.matches(css));
  const named = (element) => civiscope.nameOf(element) || (element.localName === "input" ? civiscope.cut(element.value || element.alt || [...(element.labels || [])].map((label) => label.textContent).join(" ")) : "");
  const reachable = (element) => visible(element) && !element.closest("[aria-hidden=true i]") && !isInert(element) && !isDisabled(element);

  // A part of a file that is asked for (`film.webm#t=8,10`) is all that plays.
  const length = (media) => {
    const part = /#(?:.*&)?t=(?:npt:)?([\d.]*)(?:,([\d.]+))?/.exec(media.currentSrc || media.src || "");
    const start = part && part[1] ? Number(part[1]) : 0;
    const end = part && part[2] ? Math.min(Number(part[2]), media.duration) : media.duration;
    return Number.isFinite(end) ? Math.max(0, end - start) : end;
  };

  const elements = () => all("audio,video").slice(0, 30);
  let begun = [];

  const facts = (media, before) => {
    const box = media.getBoundingClientRect();
    const long = length(media);
    return {
      spot: civiscope.place(media), tag: media.localName, autoplay: media.autoplay, muted: media.muted || media.volume === 0,
      controls: media.controls && visible(media), loop: media.loop, visible: visible(media), area: Math.round(box.width * box.height),
      loaded: media.readyState >= 1, error: media.error ? media.error.code : 0,
      length: Number.isFinite(long) ? Math.round(long * 100) / 100 : null, endless: long === Infinity,
      plays: before.playing || (!media.paused && !media.ended && media.readyState >= 2), moved: Math.round((media.currentTime - before.at) * 100) / 100,
      sounds: media.localName === "audio" ? media.readyState >= 1 : (media.webkitAudioDecodedByteCount || 0) > 0,
      tracks: [], stopped_by: [], tried: 0,
    };
  };

  /** Note where everything stands, and ask for the captions. */
  const begin = () => {
    begun = elements().map((media) => {
      const tracks = [...media.querySelectorAll("track")].filter((track) => /^(captions|subtitles|)$/.test(track.kind));
      for (const track of tracks) if (track.track.mode === "disabled") track.track.mode = "hidden";
      return { media, at: media.currentTime, playing: !media.paused && !media.ended, tracks };
    });
    return begun.length;
  };

  const captions = async (tracks) => {
    const end = performance.now() + 2500;
    while (tracks.some((track) => track.readyState < 2) && performance.now() < end) await wait(100);
    return tracks.map((track) => ({ spot: civiscope.place(track), kind: track.kind, state: track.readyState, source: !!track.getAttribute("src"), cues: track.track.cues ? track.track.cues.length : 0 }));
  };

  /** How loud a player is at most, 0 to 1, while it plays on and at three places further on; -1 when that cannot be heard. */
  const loudness = async (media) => {
    let context;
    try {
      context = new AudioContext();
      const stream = media.captureStream();
      if (!stream.getAudioTracks().length) return 0;
      const ear = context.createAnalyser();
      ear.fftSize = 2048;
      context.createMediaStreamSource(stream).connect(ear);
      const heard = new Float32Array(ear.fftSize);
      let most = 0;
      const listen = async (ms) => {
        for (const end = performance.now() + ms; performance.now() < end && most < 0.001;) {
          await wait(40);
          ear.getFloatTimeDomainData(heard);
          for (const value of heard) most = Math.max(most, Math.abs(value));
        }
      };
      await listen(500);
      if (!context.currentTime) return -1;
      for (const part of Number.isFinite(media.duration) ? [0.25, 0.5, 0.75] : []) {
        if (most >= 0.001) break;
        media.currentTime = part * media.duration;
        await listen(400);
      }
      return most;
    } catch {
      return -1; // from another host, which does not let us listen
    } finally {
      context?.close();
    }
  };

  /** Buttons that may stop a medium: those close to it, and those whose name says so. */
  const stoppers = (media) => {
    let near = media.parentElement;
    for (let up = 0; near && near !== document.body && up < 3 && !near.querySelector(BUTTONS); up++) near = near.parentElement;
    const close = near && near !== document.body ? new Set(near.querySelectorAll(BUTTONS)) : new Set();
    return all(BUTTONS).filter((button) => reachable(button) && named(button) && !NEVER.test(named(button)) && (close.has(button) || STOPS.test(named(button)))).slice(0, 6);
  };

  const tryToStop = async (media, fact) => {
    for (const button of stoppers(media)) {
      if (media.paused || media.muted) break;
      fact.tried++;
      button.click();
      await wait(200);
      if (media.paused || media.muted || media.volume === 0) fact.stopped_by.push(named(button));
    }
  };

  const look = async () => {
    const answer = [];
    for (const before of begun) {
      const fact = facts(before.media, before);
      fact.tracks = await captions(before.tracks);
      answer.push([before.media, fact]);
    }
    for (const [media, fact] of answer) {
      if (!fact.plays || fact.muted || !fact.sounds) continue;
      const loud = await loudness(media);
      if (loud >= 0) fact.sounds = loud >= 0.001;
      if (fact.sounds && !fact.controls) await tryToStop(media, fact);
    }
    return JSON.stringify({ media: answer.map(([, fact]) => fact) });
  };
  return { begin, look };
})();
