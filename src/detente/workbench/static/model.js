// The model screen: order by buttons and by dragging, findings while typing, and the file on the disk kept in view.
import { say } from "./app.js";

const text = () => document.getElementById("text");
let saved = null;  // the text as last read from, or written to, the disk

const dirty = () => text() !== null && saved !== null && text().value !== saved;
const diskText = () => document.getElementById("disk-text")?.textContent.replaceAll("\r\n", "\n") ?? null;

function mark() {
  const place = document.getElementById("dirty");
  if (!place) return;
  const changed = dirty();
  const words = changed ? "Not saved yet. Save or discard it before changing the order." : "";
  if (place.textContent !== words) place.textContent = words;
  for (const list of document.querySelectorAll("#structure .wants")) list.inert = changed;
}

function setUp() {
  if (!text()) { saved = null; return; }
  if (saved === null) saved = text().value;
  for (const list of document.querySelectorAll("#structure .wants")) {
    if (list.sortable || !list.querySelector("[data-move]")) continue;
    list.sortable = Sortable.create(list, { handle: ".handle", draggable: "li[data-place]", forceFallback: true, animation: 0, onEnd: event => {
      if (event.oldIndex !== event.newIndex) order(list, [...list.querySelectorAll("li[data-place]")].map(li => Number(li.dataset.place)));
    } });
  }
  mark();
}

async function order(list, places, focus = "") {
  const values = { model: modelName(), base: base(), dm: list.dataset.dm, order: places.join(",") };
  await htmx.ajax("POST", "/model/move", { source: list, target: "#structure", swap: "morph:innerHTML", values });
  if (!focus) return;
  const button = document.getElementById(focus);
  if (button && !button.disabled) button.focus();
  else button?.parentElement.querySelector("button:not([disabled])")?.focus();
}
const base = () => document.getElementById("base").value;
const modelName = () => document.getElementById("structure").dataset.watch;

document.addEventListener("click", event => {
  const list = event.target.closest?.(".wants");
  const item = event.target.closest?.("li[data-place]");
  if (list && item && event.target.closest("[data-move]")) {
    const by = Number(event.target.closest("[data-move]").dataset.move);
    const places = [...list.querySelectorAll("li[data-place]")].map(li => Number(li.dataset.place));
    const from = places.indexOf(Number(item.dataset.place));
    const to = from + by;
    if (to < 0 || to >= places.length) return;
    [places[from], places[to]] = [places[to], places[from]];
    return void order(list, places, `${by < 0 ? "up" : "down"}-${list.dataset.dm}-${to}`);
  }
  if (list && item && event.target.closest("[data-remove]")) {
    const values = { model: modelName(), base: base(), dm: list.dataset.dm, place: item.dataset.place };
    return void htmx.ajax("POST", "/model/remove", { source: list, target: "#structure", swap: "morph:innerHTML", values });
  }
  const spot = event.target.closest?.(".goto, .mend");
  if (spot && text()) return void goTo(spot);
  if (event.target.id === "discard") return void restore();
  if (event.target.id === "take-theirs") { restore(); document.getElementById("clash").replaceChildren(); }
  if (event.target.id === "keep-beside") {
    const values = { model: modelName(), text: text().value };
    htmx.ajax("POST", "/model/beside", { source: "#structure", target: "#structure", swap: "morph:innerHTML", values })
      .then(() => { restore(); document.getElementById("clash").replaceChildren(); });
  }
});

function goTo(spot) {
  const lines = text().value.split("\n");
  const before = lines.slice(0, spot.dataset.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const line = [...(lines[spot.dataset.line - 1] || "")];
  const start = before + line.slice(0, spot.dataset.column - 1).join("").length;
  const end = start + line.slice(spot.dataset.column - 1, spot.dataset.column - 1 + Number(spot.dataset.length)).join("").length;
  text().focus();
  text().setSelectionRange(start, end);
  text().scrollTop = Math.max(0, (spot.dataset.line - 4) * parseFloat(getComputedStyle(text()).lineHeight));
  if (!spot.dataset.word) return;
  text().setRangeText(spot.dataset.word, start, end, "end");
  text().dispatchEvent(new Event("input", { bubbles: true }));
}

function restore() {
  const there = diskText();
  if (!text() || there === null) return;
  text().value = saved = there;
  document.getElementById("text-base").value = base();
  htmx.trigger(text(), "restored");
  mark();
}

document.addEventListener("input", event => { if (event.target.id === "text") mark(); });
document.addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && text()) {
    event.preventDefault();
    htmx.trigger(document.getElementById("text-form"), "submit");
  }
});
document.addEventListener("saved", () => {
  if (text() && document.getElementById("base")) {
    document.getElementById("clash").replaceChildren();
    restore();
  }
});
document.addEventListener("htmx:afterSwap", event => {
  if (event.detail.target.id === "structure" && text()) {
    if (!dirty()) restore();  // somebody else saved it; what is being typed here is never replaced
    else if (diskText() !== saved) say("The file on the disk has changed since you began to type. Saving will show both; nothing is overwritten.");
  }
  setUp();
});
document.addEventListener("htmx:load", setUp);
setUp();

// -- the file on the disk, looked at now and then

async function look() {
  const place = document.querySelector("[data-watch]");
  const have = document.getElementById("base")?.value || document.getElementById("was")?.value.split(".")[0];
  if (!place || !have || document.hidden) return;
  try {
    const answer = await fetch(`/model/watch?model=${encodeURIComponent(place.dataset.watch)}&have=${have}`);
    if (answer.status === 200) htmx.trigger(document.body, "disk");
  } catch { /* the notice of the next request says it */ }
}
setInterval(look, 1200);
