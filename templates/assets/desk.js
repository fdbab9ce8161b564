// What the desk adds to pages that work without it. Words come from the server, in attributes and fragments. A fragment
// is HTML from our own origin; it replaces the element whose id it carries.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);
const live = byId("live");
const language = document.documentElement.lang;

function say(text) {
  if (live && text && live.textContent !== text) live.textContent = text;
}

/** Puts a fragment in place of the element of its id; what was focused or open stays so. */
function place(html) {
  const parts = new DOMParser().parseFromString(html, "text/html").body.children;
  for (const part of [...parts]) {
    const old = part.id && byId(part.id);
    if (!old) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    const open = all("details[open][id]", old).map((details) => details.id);
    const fresh = document.adoptNode(part);
    old.replaceWith(fresh);
    open.forEach((id) => byId(id)?.setAttribute("open", ""));
    if (focused) byId(focused)?.focus({ preventScroll: true });
    wake(fresh);
    say(fresh.dataset.say);
    if (fresh.dataset.title) document.title = fresh.dataset.title;
  }
}

/** HTML of ours, or nothing: a redirect to sign in, a proxy's words and no network change nothing. */
async function ask(url, options = {}) {
  const headers = { "Dateline-Fragment": "1" };
  const answer = await fetch(url, { mode: "same-origin", headers, redirect: "error", ...options });
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) throw new Error("no fragment");
  return { status: answer.status, html: await answer.text() };
}

const formBody = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

function later(wait, work) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), wait);
  };
}

// A form whose change asks for fragments: the count of an audience, the mail, the echo of a time.
function liveForm(form) {
  const busy = (is) => form.dataset.target.split(" ").forEach((id) => byId(id)?.setAttribute("aria-busy", is));
  let asked = 0;
  const refresh = later(300, async () => {
    const mine = ++asked;
    busy(true);
    try {
      const { html } = await ask(form.dataset.fragment, { method: "POST", body: formBody(form) });
      if (mine === asked) place(html);
    } catch {
      say(form.dataset.lost);
    }
    if (mine === asked) busy(false);
  });
  form.addEventListener("input", (event) => event.target.name && refresh());
}

// A part that follows the server: by events where they arrive, otherwise by asking every five seconds, or as often as it
// says.
function follow(part) {
  const { events, fragment, lost } = part.dataset;
  const { id } = part;
  const every = Number(part.dataset.every ?? 5000);
  let failures = 0;
  let milestone = part.dataset.milestone;
  const show = (html) => {
    failures = 0;
    place(html);
    const now = byId(id);
    if (now && now.dataset.milestone !== milestone) say(now.dataset.passed);
    milestone = now?.dataset.milestone;
    return !now || "over" in now.dataset;
  };
  const poll = async () => {
    if (document.hidden) return void setTimeout(poll, 5000);
    try {
      const { status, html } = await ask(fragment);
      if (status < 400 && show(html)) return;
    } catch {
      if (++failures === 3) say(lost);
    }
    setTimeout(poll, failures ? 5000 : every);
  };
  if (!events) return void setTimeout(poll, every);
  const source = new EventSource(events);
  source.addEventListener("state", (event) => show(event.data) && source.close());
  source.onerror = () => {
    if (++failures < 3 && source.readyState !== 2) return;
    source.close();
    say(lost);
    poll();
  };
}

// A box that narrows a list of check boxes. Chosen ones stay in sight.
function filter(box) {
  const items = all("li", byId(box.dataset.filter)).map((item) => [item, item.textContent.toLocaleLowerCase(language)]);
  box.hidden = false;
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = box.value.trim().toLocaleLowerCase(language);
    for (const [item, text] of items) item.hidden = !text.includes(wanted) && !item.querySelector(":checked");
  });
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}

// Saves after two quiet seconds and when leaving a field. The fragment brings the next version number; a conflict ends it.
function autosave(form) {
  const text = () => {
    const body = formBody(form);
    body.delete("version");
    return body.toString();
  };
  let saved = text();
  let busy = false;
  let over = false;
  const save = async () => {
    const now = text();
    if (busy || over || now === saved) return;
    busy = true;
    try {
      const { status, html } = await ask(form.dataset.autosave, { method: "POST", body: formBody(form) });
      if (status < 400) saved = now;
      over ||= status === 409;
      if (status < 400 || over) place(html);
    } catch {
      say(form.dataset.lost);
    }
    busy = false;
  };
  form.addEventListener("input", later(2000, save));
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => (over = true));
  addEventListener("beforeunload", (event) => !over && text() !== saved && event.preventDefault());
}

// "in 18 minutes", "2 hours ago"; a date more than a week away stays as it is written.
const STEPS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
function relative(time) {
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const tick = () => {
    if (!time.isConnected) return;
    const away = (Date.parse(time.dateTime) - Date.now()) / 1000;
    const [unit, length] = STEPS.find(([, seconds]) => Math.abs(away) >= seconds) || STEPS[3];
    if (Math.abs(away) > 7 * 86400) return;
    time.title ||= time.textContent.trim();
    time.textContent = words.format(Math.trunc(away / length), unit);
    setTimeout(tick, Math.abs(away) < 120 ? 1000 : 30000);
  };
  tick();
}

// The seconds in which all can still be stopped. At nought the page asks the server; the clock decides nothing.
function countdown(clock) {
  const end = Date.now() + Number(clock.dataset.left) * 1000;
  const tick = () => {
    if (!clock.isConnected) return;
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left > 0) setTimeout(tick, 250);
    else setTimeout(() => location.reload(), 1500);
  };
  tick();
}

// Text from a word processor or a page becomes Markdown on the server; plain text is pasted as ever.
function pasteRich(area) {
  area.addEventListener("paste", async (event) => {
    const html = event.clipboardData?.getData("text/html");
    if (!html) return;
    event.preventDefault();
    let text = event.clipboardData.getData("text/plain");
    try {
      const answer = await fetch(area.dataset.paste, { method: "POST", mode: "same-origin", headers: { "Content-Type": "text/html" }, body: html });
      if (answer.ok && answer.headers.get("Content-Type")?.startsWith("text/markdown")) {
        text = await answer.text();
        say(area.dataset.pasted);
      }
    } catch {}
    insert(area, text);
  });
}

/** Puts text at the cursor so that the browser's own undo takes it back. */
function insert(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const MARKS = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const LINES = { heading: "## ", list: "- " };
function mark(area, what) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  if (MARKS[what]) {
    const [before, after] = MARKS[what];
    insert(area, before + value.slice(from, to) + after);
    const end = area.selectionEnd;
    if (what === "link") area.setSelectionRange(end - 9, end - 1);
    else area.setSelectionRange(end - after.length - (to - from), end - after.length);
    return;
  }
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(start, to).split("\n");
  area.setSelectionRange(start, to);
  insert(area, lines.map((line) => (line.startsWith(LINES[what]) ? line.slice(LINES[what].length) : LINES[what] + line)).join("\n"));
}

function toolbar(bar) {
  const area = byId(bar.dataset.toolbar);
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const what = event.target.closest("button")?.dataset.mark;
    if (what) mark(area, what);
  });
  area.addEventListener("keydown", (event) => {
    const what = (event.ctrlKey || event.metaKey) && !event.shiftKey && { b: "bold", i: "italic", k: "link" }[event.key];
    if (!what) return;
    event.preventDefault();
    mark(area, what);
  });
}

function copy(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const from = byId(button.dataset.copy);
    await navigator.clipboard.writeText(from.value ?? from.textContent.trim());
    say(button.dataset.said);
  });
}

function showPassword(button) {
  const field = byId(button.dataset.show);
  button.hidden = false;
  button.addEventListener("click", () => {
    field.type = field.type === "text" ? "password" : "text";
    button.setAttribute("aria-pressed", field.type === "text");
  });
}

// Another look at the same mail.
function mode(link) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { frame, src, width, mode: name } = link.dataset;
    const view = byId(frame);
    view.src = src;
    view.dataset.mode = name;
    if (width) view.width = width;
    else view.removeAttribute("width");
    all("a", link.closest("ul")).forEach((other) => other.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    // What is fetched while somebody writes stays with the look they chose.
    for (const form of all("form[data-fragment*='mode=']")) {
      form.dataset.fragment = form.dataset.fragment.replace(/mode=\w*/, `mode=${name}`);
    }
  });
}

// One list of a sentence is open at a time; Escape closes it.
function pick(details) {
  details.addEventListener("toggle", () => {
    if (details.open) all("details.pick[open]").forEach((other) => other !== details && (other.open = false));
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}

const PARTS = [
  ["form[data-fragment]", liveForm],
  ["[data-follow]", follow],
  ["input[data-filter]", filter],
  ["form[data-autosave]", autosave],
  ["time[data-relative]", relative],
  ["[data-left]", countdown],
  ["textarea[data-paste]", pasteRich],
  ["[data-toolbar]", toolbar],
  ["button[data-copy]", copy],
  ["button[data-show]", showPassword],
  ["a[data-frame]", mode],
  ["details.pick", pick],
];

function wake(within) {
  for (const [selector, start] of PARTS) {
    // What follows the server is woken once; its fragments do not open another connection.
    if (start === follow && within !== document) continue;
    [...(within.matches?.(selector) ? [within] : []), ...all(selector, within)].forEach(start);
  }
}

// Ctrl+S saves, Ctrl+Enter goes to the send page. No key ever sends, approves or stops.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const save = event.key === "s" && document.querySelector("button[data-key=save]");
  const go = event.key === "Enter" && document.querySelector("a[data-key=send-page]");
  if (!save && !go) return;
  event.preventDefault();
  if (save) save.form.requestSubmit(save);
  else location.assign(go.href);
});
// One-key shortcuts, where the officer switched them on (WCAG 2.1.4): "/" finds, "g" and a letter goes somewhere.
const PLACES = { t: "/", r: "/releases", p: "/reporters", o: "/reports", s: "/settings/sending" };
let going = 0;
document.addEventListener("keydown", (event) => {
  if (!document.body.dataset.keys || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const find = event.key === "/" && document.querySelector("#find");
  const place = event.timeStamp - going < 1500 && PLACES[event.key];
  going = event.key === "g" ? event.timeStamp : 0;
  if (!find && !place) return;
  event.preventDefault();
  if (find) find.focus();
  else location.assign(place);
});
// A form goes out once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.gone) event.preventDefault();
  else form.dataset.gone = "yes";
});
addEventListener("pageshow", () => all("form[data-gone]").forEach((form) => delete form.dataset.gone));

wake(document);
document.querySelector(".errors")?.focus();
