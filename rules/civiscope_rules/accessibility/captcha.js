(options, civiscope) => {
  const SERVICES = [
    ["reCAPTCHA", ".g-recaptcha,iframe[src*='recaptcha/api2/anchor'],iframe[src*='recaptcha/enterprise/anchor']"],
    ["hCaptcha", ".h-captcha,iframe[src*='hcaptcha.com']"],
    ["Turnstile", ".cf-turnstile,iframe[src*='challenges.cloudflare.com']"],
    ["Arkose", "iframe[src*='arkoselabs.com'],iframe[src*='funcaptcha.com']"],
    ["GeeTest", ".geetest_holder,.geetest_captcha"],
  ];
  const found = [];
  for (const [service, css] of SERVICES) {
    const element = document.querySelector(css);
    // What works unseen asks nobody anything.
    if (element && element.getAttribute("data-size") !== "invisible") found.push({ verdict: "cannot tell", message: "service", element, facts: { service } });
  }
  const SOUND = /\b(audio|listen|sound|hear|speak|h[öo]ren|vorlesen|[ée]couter|escuchar|ascolta)\b|\.(wav|mp3|ogg)\b/i;
  for (const image of document.querySelectorAll("img")) {
    const words = `${image.getAttribute("src")?.slice(0, 300)} ${image.alt} ${image.id} ${image.className}`;
    if (!/captcha|security.?code|sicherheitscode/i.test(words) || !image.checkVisibility({ visibilityProperty: true })) continue;
    const around = image.closest("form,fieldset") || image.parentElement;
    if (!around.querySelector("input:not([type=hidden])")) continue;
    const heard = [...around.querySelectorAll("a,button,audio,input[type=button],input[type=image]")].some((one) => one.localName === "audio" || SOUND.test(`${civiscope.nameOf(one)} ${one.value || ""} ${one.getAttribute("href") || ""} ${one.getAttribute("src") || ""}`));
    found.push(heard ? { verdict: "passed", element: image } : { verdict: "cannot tell", message: "picture", element: image });
  }
  return found;
}
