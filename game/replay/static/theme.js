// Sets the theme before anything is drawn, so that no page flashes: a plain script, loaded in the head.
// Whoever wants the other theme than their system's is remembered; nothing else is kept in the browser by this view.
"use strict";

(() => {
  const CHOSEN = "stillwater.theme";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = remembered();

  function remembered() {
    try {
      return localStorage.getItem(CHOSEN);
    } catch {
      return null; // storage may be forbidden: then the system decides anew on every page
    }
  }

  function remember() {
    try {
      if (chosen) localStorage.setItem(CHOSEN, chosen);
      else localStorage.removeItem(CHOSEN);
    } catch {
      // the page still shows what was chosen
    }
  }

  function wear(theme) {
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("stillwater:theme", { detail: theme }));
  }

  function show() {
    const system = dark.matches ? "dark" : "light";
    wear(chosen === "dark" || chosen === "light" ? chosen : system);
  }

  document.addEventListener("stillwater:other-theme", () => {
    const other = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    chosen = other === (dark.matches ? "dark" : "light") ? null : other;
    remember();
    show();
  });
  dark.addEventListener("change", show);
  addEventListener("beforeprint", () => wear("light")); // charts, too, are drawn again: paper is white
  addEventListener("afterprint", show);
  show();
})();
