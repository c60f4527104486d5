// What every screen shares: notices, focus after a change of screen, and the pressed mark of a chosen verdict.
// A morph leaves alone what is the same, and what only the reader has changed (an opened detail).
const morphing = Idiomorph.defaults.callbacks;
morphing.beforeNodeMorphed = (old, fresh) => !(old.isEqualNode && old.isEqualNode(fresh));
morphing.beforeAttributeUpdated = (name, node) => !(name === "open" && node.tagName === "DETAILS");

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

// What must be read although the screen changes: it stays until the reader does something else.
document.addEventListener("unread", event => {
  say(event.detail.words);
  notice().dataset.stays = "1";
});
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { if (notice()) delete notice().dataset.stays; });

// A change of screen: start reading at the top, and say so to whoever cannot see it.
document.addEventListener("htmx:afterSettle", event => {
  if (event.detail.boosted) document.getElementById("main")?.focus({ preventScroll: true });
});

// The verdicts are buttons outside any form: in one, replacing a row costs the browser time for every button.
function press(value) {
  const grid = document.getElementById("grid");
  grid.querySelectorAll('button[aria-pressed="true"]').forEach(b => b.removeAttribute("aria-pressed"));
  grid.querySelectorAll(`button[value="${CSS.escape(value)}"]`).forEach(b => b.setAttribute("aria-pressed", "true"));
}
document.addEventListener("click", event => {
  const button = event.target.closest?.("#grid button[value]");
  const form = document.getElementById("why-form");
  if (!button || !form) return;
  press(button.value);
  form.elements.why.value = button.value;
  htmx.trigger(form, "asked");
});

// A toggle brings only the rows that changed; the others stay as they are. The table holds nothing for htmx to
// process, so it is kept out of its swaps: searching it took longer than everything else together.
function patch() {
  const delta = document.getElementById("delta");
  const grid = document.getElementById("grid");
  if (!delta || !grid) return;
  if ("whole" in delta.dataset) grid.replaceChildren(delta.content);
  else for (const row of [...delta.content.querySelectorAll("tr")]) document.getElementById(row.id)?.replaceWith(row);
  delta.remove();
  const asked = document.getElementById("asked")?.value;
  if (asked) press(asked);
}
document.addEventListener("htmx:afterSwap", event => { if (event.detail.target.id === "answer") patch(); });

document.addEventListener("click", event => {
  const close = event.target.closest?.("[data-close]");
  if (close) document.getElementById(close.dataset.close).replaceChildren();
});

// The slider says its date, not its number.
document.addEventListener("input", event => {
  if (event.target.id !== "at") return;
  const day = event.target.dataset.days.split(" ")[Number(event.target.value)];
  event.target.setAttribute("aria-valuetext", day);
  document.querySelector("#at-words strong").textContent = day;
});

// A state on the map: the moves from there. After a toggle, what was asked about a settlement is asked again.
document.addEventListener("click", event => {
  const node = event.target.closest?.("#map [data-at]");
  const form = document.getElementById("map-form");
  if (!node || !form) return;
  event.preventDefault();
  form.elements.at.value = node.dataset.at;
  htmx.trigger(form, "asked");
});
document.addEventListener("htmx:afterSwap", event => { if (event.detail.target.id === "answer") htmx.trigger(document.body, "toggled"); });
document.addEventListener("click", event => {
  const settle = event.target.closest?.("[data-settle]");
  if (!settle) return;
  document.getElementById("settlement").value = settle.dataset.settle;
  const first = document.querySelector("#settle-form input[name=ask]:checked") || document.querySelector("#settle-form input[name=ask]");
  first.checked = true;
  htmx.trigger(document.getElementById("settle-form"), "submit");
  document.getElementById("settle-head").scrollIntoView({ block: "start" });
});
