// What every door does: files as text, secrets shown on demand, and waiting where too many did not fit.

/** The bytes of a small file in base64. */
export async function base64Of(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** A function that keeps a button off for so many seconds and counts them down on it. */
export function waiting(button) {
  const text = button.querySelector("span");
  const usual = text.textContent;
  let timer = 0;
  return (seconds) => {
    clearInterval(timer);
    const until = performance.now() + seconds * 1000;
    const show = () => {
      const left = Math.ceil((until - performance.now()) / 1000);
      button.disabled = left > 0;
      text.textContent = left > 0 ? button.dataset.waitText.replace("7777", String(left)) : usual;
      if (left <= 0) clearInterval(timer);
    };
    show();
    if (seconds > 0) timer = setInterval(show, 1000);
  };
}

/** Buttons that show what is typed in the field they name. */
export function offerToReveal() {
  for (const button of document.querySelectorAll("[data-reveal]")) {
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.reveal);
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    });
  }
}
