// Sets the theme before anything is drawn, so that no page flashes: a plain script, loaded in the head.
// What was chosen ("light", "dark" or, unset, as the system says) is the only thing this view keeps in the browser.
"use strict";

(() => {
  const CHOSEN = "stillwater.theme";
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem(CHOSEN) ?? "";
    } catch {
      return ""; // storage may be forbidden: then the system decides
    }
  };

  const show = () => {
    const theme = chosen() || (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("stillwater:theme", { detail: theme }));
  };

  document.addEventListener("stillwater:choose-theme", (event) => {
    try {
      localStorage.setItem(CHOSEN, event.detail);
    } catch {
      document.documentElement.dataset.theme = event.detail;
    }
    show();
  });
  dark.addEventListener("change", show);
  show();
})();
