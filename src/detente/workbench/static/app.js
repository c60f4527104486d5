// What every screen shares: notices, focus after a change of screen, and the pressed mark of a chosen verdict.
const notice = () => document.getElementById("notice");

export function say(words) {
  const place = notice();
  if (!place) return;
  place.textContent = words;
}

document.addEventListener("htmx:responseError", event => {
  const answer = event.detail.xhr;
  const plain = (answer.getResponseHeader("content-type") || "").startsWith("text/plain");
  say(plain && answer.responseText ? answer.responseText : `That could not be done (${answer.status}). Nothing was changed.`);
});
document.addEventListener("htmx:sendError", () => say("The workbench does not answer any more. Start it again with detente serve; what you saved is kept."));
document.addEventListener("htmx:beforeRequest", event => {
  const target = event.detail.target;
  if (target && target.id !== "notice") target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", event => {
  const target = event.detail.target;
  if (target) target.removeAttribute("aria-busy");
  if (event.detail.successful && notice() && !notice().dataset.stays) say("");
});

// A change of screen: start reading at the top, and say so to whoever cannot see it.
document.addEventListener("htmx:afterSettle", event => {
  if (event.detail.boosted) document.getElementById("main")?.focus({ preventScroll: true });
});

document.addEventListener("submit", event => {
  const pressed = event.submitter;
  if (!pressed || pressed.name !== "why") return;
  document.querySelectorAll('button[aria-pressed="true"][name="why"]').forEach(b => b.removeAttribute("aria-pressed"));
  pressed.setAttribute("aria-pressed", "true");
}, true);
