// Planted: inside the component's shadow root, the button with a picture has no name.
customElements.define("chat-opener", class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = `
      <link rel="stylesheet" href="/assets/site.css">
      <button type="button" class="open-chat"><svg class="icon" aria-hidden="true" viewBox="0 0 24 24"><path fill="currentColor" d="M3 4h18v12H10l-6 5Z"/></svg></button>`;
  }
});
