// The review screen: one claim is current; single keys decide on it; a selection in the page becomes a new claim.
import { say } from "./app.js";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const claims = () => document.getElementById("claims");
const shown = () => all(".claim", claims()).filter(c => c.offsetParent !== null);
const current = () => claims()?.querySelector(".claim.current");
const modelName = () => document.getElementById("model-name")?.value || "";

// -- what follows from the cards: the colours of the marks, and how many are left

function tone(statuses) {
  const live = statuses.filter(s => s !== "rejected");
  if (!live.length) return "rejected";
  return (live.includes("draft") ? "draft" : "accepted") + (live.length > 1 ? " several" : "");
}

function refresh() {
  const list = claims();
  if (!list) return;
  const status = new Map(all(".claim", list).map(c => [c.dataset.id, c.dataset.status]));
  const id = current()?.dataset.id;
  for (const mark of all("#article mark")) {
    const ids = mark.dataset.claims.split(" ");
    const wanted = tone(ids.map(i => status.get(i) || "rejected")) + (ids.includes(id) ? " current" : "");
    if (mark.className !== wanted) mark.className = wanted;
  }
  const left = [...status.values()].filter(s => s === "draft").length;
  const fixed = list.querySelector("[data-fixed]");
  const words = fixed ? "" : left ? `${left} ${left === 1 ? "claim" : "claims"} left` : status.size ? "All claims decided" : "";
  const place = document.getElementById("left");
  if (place && place.textContent !== words) place.textContent = words;
}

function choose(claim, { focus = true, scroll = true } = {}) {
  if (!claim) return;
  for (const other of all(".claim.current", claims())) if (other !== claim) other.classList.remove("current");
  claim.classList.add("current");
  if (focus && !claim.contains(document.activeElement)) claim.focus({ preventScroll: true });
  refresh();
  if (!scroll) return;
  claim.scrollIntoView({ block: "nearest" });
  document.querySelector("#article mark.current")?.scrollIntoView({ block: "nearest" });
}

function step(by, from = current()) {
  const list = shown();
  const at = list.indexOf(from);
  choose(list[Math.min(Math.max(at + by, 0), list.length - 1)]);
}

function nextLeft(from) {
  const list = shown();
  const at = list.indexOf(from);
  const order = [...list.slice(at + 1), ...list.slice(0, at)];
  return order.find(c => c.dataset.status === "draft") || list[at + 1] || from;
}

// -- deciding

let queue = Promise.resolve();  // decisions go out one after the other, so that undo takes back the last one
const then = ask => (queue = queue.then(ask, ask));

function send(claim, what) {
  const next = what === "reopen" ? claim : nextLeft(claim);
  const values = { id: claim.dataset.id, version: claim.dataset.version, what, model: modelName() };
  claim.setAttribute("aria-busy", "true");
  if (next !== claim) choose(next);
  return then(() => htmx.ajax("POST", "/review/decide", { source: claim, target: claim, swap: "outerHTML", values }));
}

async function act(claim, what) {
  if (what === "undo") return then(() => htmx.ajax("POST", "/review/undo", { source: "#undo", target: "#undo", swap: "none", values: { model: modelName() } }));
  if (!claim || "fixed" in claim.dataset) return;
  if (what === "tie" && !claim.querySelector("[data-act=tie]")) return say(modelName() ? "Accept the claim first; then it can be tied to the model." : "There is no model here yet; draft one on the Model screen.");
  if (what === "edit" || what === "tie") {
    choose(claim, { scroll: false });
    await htmx.ajax("GET", `/review/claim/${claim.dataset.id}/${what}?model=${encodeURIComponent(modelName())}`, { source: claim, target: claim, swap: "outerHTML" });
    const open = document.getElementById(`claim-${claim.dataset.id}`);
    open?.classList.add("current");
    open?.querySelector("select, textarea, input:not([type=hidden])")?.focus();
    return;
  }
  if (what === "cancel") {
    const id = claim.dataset.id;
    await htmx.ajax("GET", `/review/claim/${id}?model=${encodeURIComponent(modelName())}`, { source: claim, target: claim, swap: "outerHTML" });
    return choose(document.getElementById(`claim-${id}`));
  }
  return send(claim, what);
}

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-act]");
  if (button) return void act(button.closest(".claim"), button.dataset.act);
  const mark = event.target.closest?.("#article mark");
  if (mark && document.getSelection().isCollapsed) {
    const ids = mark.dataset.claims.split(" ");
    const at = ids.indexOf(current()?.dataset.id);  // again on the same words: the next of the claims on them
    return choose(document.getElementById(`claim-${ids[(at + 1) % ids.length]}`));
  }
  const claim = event.target.closest?.(".claim");
  if (claim && claims()?.contains(claim)) choose(claim, { focus: false });
});
document.addEventListener("focusin", event => {
  const claim = event.target.closest?.(".claim");
  if (claim && claims()?.contains(claim) && claim !== current()) choose(claim, { focus: false, scroll: false });
});

const KEYS = { a: "accept", x: "reject", e: "edit", t: "tie", u: "undo" };
document.addEventListener("keydown", event => {
  if (!claims() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    const editing = event.target.closest?.(".claim.editing");
    if (editing) { event.preventDefault(); act(editing, "cancel"); }
    return;
  }
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (!document.getElementById("single")?.checked) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "n") openAdder();
  else if (KEYS[key] && (key === "u" || current())) act(current(), KEYS[key]);
  else return;
  event.preventDefault();
});
document.addEventListener("change", event => {
  if (event.target.id === "only") { claims().dataset.only = event.target.value; if (!shown().includes(current())) choose(shown()[0], { focus: false }); }
});

// -- after an answer

const swapping = new Map();  // id of a claim → what it was when its answer came
document.addEventListener("htmx:beforeSwap", event => {
  const claim = event.detail.target.closest?.(".claim");
  if (claim) swapping.set(claim.id, { current: claim.classList.contains("current"), focus: claim.contains(document.activeElement) });
});
document.addEventListener("htmx:afterSwap", event => {
  const id = event.detail.target.id || "";
  const fresh = document.getElementById(id);
  const was = swapping.get(id);
  if (was && fresh) {
    swapping.delete(id);
    if (was.current && !current()) fresh.classList.add("current");
    if (was.focus && !fresh.contains(document.activeElement) && !fresh.classList.contains("editing")) fresh.focus({ preventScroll: true });
  }
  if (was || id === "sheet" || id === "main" || event.detail.boosted) refresh();
});
document.addEventListener("htmx:afterRequest", event => {
  const path = event.detail.pathInfo?.requestPath || "";
  if (event.detail.successful && /^\/review\/(decide|undo)$/.test(path)) htmx.trigger(document.body, "decided");
  if (path === "/review/undo") undone(event.detail.xhr);
});
function undone(answer) {
  if (answer.status !== 200) return say(answer.responseText);
  const id = answer.getResponseHeader("X-Claim");
  const old = document.getElementById(`claim-${id}`);
  if (!old) return say(`${id} on another page is undecided again.`);
  const holder = document.createElement("template");
  holder.innerHTML = answer.responseText;
  const fresh = holder.content.firstElementChild;
  old.replaceWith(fresh);
  htmx.process(fresh);
  choose(fresh);
}
document.addEventListener("claimmade", event => {
  const claim = document.getElementById(`claim-${event.detail.id}`);
  choose(claim);
  act(claim, "edit");
});
document.addEventListener("htmx:load", () => refresh());
refresh();

// -- selecting words in the page: places are counted in code points, as the text is kept

function place(node, offset) {
  const paragraph = (node.nodeType === 1 ? node : node.parentElement)?.closest("#article [data-start]");
  if (!paragraph) return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, offset);
  return Number(paragraph.dataset.start) + [...range.toString()].length;
}
export function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const article = document.getElementById("article");
  if (!article || !article.contains(range.commonAncestorContainer)) return null;
  const start = place(range.startContainer, range.startOffset);
  let end = place(range.endContainer, range.endOffset);
  const quote = range.toString();
  if (start === null || !quote.trim()) return null;
  const lead = quote.length - quote.trimStart().length;
  if (end === null) end = start + [...quote].length;
  return { start: start + [...quote.slice(0, lead)].length, quote: quote.trim(), within: end - start === [...quote].length };
}
function openAdder(found = selected()) {
  const adder = document.getElementById("adder");
  if (!adder) return;
  adder.open = true;
  const quote = document.getElementById("adder-quote");
  if (found) {
    quote.value = found.quote;
    document.getElementById("adder-start").value = found.start;
    if (!found.within) say("A claim stands in one paragraph; the selection runs over several.");
  } else quote.focus();
}
document.addEventListener("mouseup", event => {
  if (!event.target.closest?.("#article")) return;
  setTimeout(() => { const found = selected(); if (found) openAdder(found); });
});

// -- pasting and dropping whole pages

document.addEventListener("dragover", event => {
  if (!document.getElementById("add-form") || ![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", event => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
document.addEventListener("drop", event => {
  const form = document.getElementById("add-form");
  if (!form || !event.dataTransfer.files.length) return;
  event.preventDefault();
  document.body.classList.remove("dropping");
  document.getElementById("add").open = true;
  document.getElementById("add-files").files = event.dataTransfer.files;
  document.getElementById("add-published").focus();
  say("Dropped. Give the publication date if you know it, then read it.");
});
document.addEventListener("paste", event => {
  const form = document.getElementById("add-form");
  if (!form || event.target.closest?.("input, textarea")) return;
  const text = event.clipboardData.getData("text/plain");
  if (!text.trim()) return;
  document.getElementById("add").open = true;
  document.getElementById("add-text").value = text;
  document.getElementById("add-published").focus();
});
