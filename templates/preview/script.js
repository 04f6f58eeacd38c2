"use strict";
const cells = JSON.parse(document.getElementById("data").textContent);
const byName = new Map(cells.map((cell) => [cell.name, cell]));
const cards = [...document.querySelectorAll(".card")];
const $ = (id) => document.getElementById(id);
const TABS = ["preview", "html", "text", "headers", "blocks"];
const title = document.title;
const chosen = { campaign: null, persona: null };

// ---- address: #campaign@persona/tab

function route() {
  const [name, tab] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { cell: byName.get(name), tab: TABS.includes(tab) ? tab : "preview" };
}

function address(cell, tab) {
  return "#" + cell.name + (tab === "preview" ? "" : "/" + tab);
}

let overviewScroll = 0;
function show() {
  const { cell, tab } = route();
  const entering = cell && $("detail").hidden;
  if (entering) overviewScroll = scrollY;
  $("overview").hidden = Boolean(cell);
  $("detail").hidden = !cell;
  if (cell) showCell(cell, tab);
  else document.title = title;
  fit();
  if (!cell) scrollTo(0, overviewScroll);
  else if (entering) scrollTo(0, 0);
}

// ---- one cell

function showCell(cell, tab) {
  const shown = visible();
  const list = shown.includes(cell) ? shown : cells;
  const index = list.indexOf(cell);
  document.title = `${cell.persona} · ${cell.campaign_title}`;
  $("campaign").textContent = cell.campaign_title;
  $("position").textContent = `${index + 1} of ${list.length}`;
  step($("previous"), list[index - 1], tab);
  step($("next"), list[index + 1], tab);
  $("persona").textContent = cell.persona;
  $("persona-title").textContent = cell.persona_title;
  const avatar = document.querySelector(`.card[data-name="${CSS.escape(cell.name)}"] .avatar`);
  $("avatar").textContent = avatar.textContent;
  $("avatar").style.cssText = avatar.style.cssText;
  $("same").hidden = !cell.same_as;
  $("same").textContent = `same as ${cell.same_as}`;
  $("facts").replaceChildren(...cell.facts.map(([label, value]) => element("li", {}, ...(label ? [element("span", {}, label), " "] : []), value)));
  $("email").hidden = !cell.message;
  $("outcome").hidden = Boolean(cell.message);
  if (cell.message) showMessage(cell, tab);
  else showOutcome(cell.reason);
}

function step(link, cell, tab) {
  if (cell) link.setAttribute("href", address(cell, tab));
  else link.removeAttribute("href");
  link.style.opacity = cell ? 1 : 0.35;
}

function showOutcome(reason) {
  const [heading, text] = $("outcome").children;
  $("outcome").classList.toggle("failed", reason !== null);
  heading.textContent = reason === null ? "Not in the audience" : "Failed";
  text.textContent = reason === null ? "This campaign's audience leaves the persona out, so no email is made." : reason;
}

function showMessage(cell, tab) {
  const message = cell.message;
  for (const slot of document.querySelectorAll("[data-of]")) slot.textContent = message[slot.dataset.of];
  for (const avatar of document.querySelectorAll(".sender")) avatar.textContent = [...message.from_name][0] ?? "";
  const page = framed(message.html);
  for (const frame of [$("desktop"), $("phone")]) if (frame.srcdoc !== page) frame.srcdoc = page;
  $("raw-html").href = `messages/${cell.name}.html`;
  $("raw-text").href = `messages/${cell.name}.txt`;
  $("raw-eml").href = `messages/${cell.name}.eml`;
  $("raw-eml").hidden = !message.eml;
  $("html").replaceChildren(...(tab === "html" ? source(message.html.trimEnd()) : []));
  pairs($("headers"), message.headers, "");
  pairs($("blocks"), message.blocks, "This campaign has no blocks.");
  for (const link of document.querySelectorAll("[data-tab]")) {
    link.setAttribute("href", address(cell, link.dataset.tab));
    link.setAttribute("aria-selected", link.dataset.tab === tab);
  }
  for (const panel of document.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== tab;
}

// The frames run no scripts; their origin stays, because browsers refuse images beside a page opened
// from disk to frames without one. Relative images resolve as in messages/, links lead nowhere, and no scrollbar narrows the phone.
// It goes behind the doctype: before it, the email would be shown in quirks mode.
// Which scheme is shown is chosen on the page, whatever the browser prefers.
const SCHEME = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi;

function framed(html) {
  const wanted = $("dark").checked ? "dark" : "light";
  html = html.replace(SCHEME, (_, scheme) => (scheme.toLowerCase() === wanted ? "(min-width: 0)" : "(max-width: 0)"));
  const folder = new URL("messages/", document.baseURI).href.replaceAll("&", "&amp;");
  const quiet = `<base href="${folder}" target="_blank"><style>html{scrollbar-width:none}</style>`;
  const place = /<head(\s[^>]*)?>/i.exec(html) ?? /<html(\s[^>]*)?>/i.exec(html) ?? /<!doctype[^>]*>/i.exec(html);
  const at = place ? place.index + place[0].length : 0;
  return html.slice(0, at) + quiet + html.slice(at);
}

function pairs(table, rows, none) {
  const row = ([name, value]) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value));
  const empty = element("tr", {}, element("td", {}, none));
  table.replaceChildren(...(rows.length ? rows.map(row) : [empty]));
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// ---- coloured source, one list item a line

const TOKEN = /(?<comment><!--[^]*?(?:-->|$))|(?<tag><\/?[a-z!][\w:-]*|\/?>)|(?<name>[\w:-]+(?==["']))|(?<value>"[^"]*"|'[^']*')/gi;

function source(html) {
  const lines = [element("li", {})];
  const put = (text, kind) => {
    text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push(element("li", {}));
      if (part) lines.at(-1).append(kind ? element("span", { class: kind }, part) : part);
    });
  };
  let end = 0;
  let inTag = false;
  for (const found of html.matchAll(TOKEN)) {
    const [kind] = Object.entries(found.groups).find(([, text]) => text !== undefined);
    if (kind === "tag") inTag = found[0].startsWith("<");
    else if (kind !== "comment" && !inTag) continue;
    put(html.slice(end, found.index));
    put(found[0], kind);
    end = found.index + found[0].length;
  }
  put(html.slice(end));
  return lines;
}

// ---- filters

function matches(card) {
  const { campaign, persona, repeated } = card.dataset;
  return (chosen.campaign ?? campaign) === campaign
    && (chosen.persona ?? persona) === persona
    && !($("distinct").checked && repeated === "true");
}

function visible() {
  return cards.filter(matches).map((card) => byName.get(card.dataset.name));
}

function filter() {
  for (const card of cards) card.hidden = !matches(card);
  for (const section of document.querySelectorAll(".campaign")) section.hidden = !section.querySelector(".card:not([hidden])");
  for (const choice of document.querySelectorAll(".choice")) {
    choice.setAttribute("aria-pressed", chosen[choice.dataset.kind] === choice.dataset.value);
  }
  $("nothing").hidden = cards.some(matches);
  fit();
}

// ---- scale: emails are laid out at their real width and drawn smaller

function fit() {
  for (const thumb of document.querySelectorAll(".thumb")) {
    if (thumb.clientWidth) thumb.style.setProperty("--scale", (thumb.clientWidth + 1) / 640);
  }
  for (const frame of document.querySelectorAll(".fit")) {
    const device = frame.firstElementChild;
    if (!frame.clientWidth) continue;
    const scale = Math.min(1, frame.clientWidth / device.offsetWidth);
    frame.style.setProperty("--scale", scale);
    frame.style.height = `${device.offsetHeight * scale}px`;
  }
}

// ---- events

for (const choice of document.querySelectorAll(".choice")) {
  choice.addEventListener("click", () => {
    const { kind, value } = choice.dataset;
    chosen[kind] = chosen[kind] === value ? null : value;
    filter();
  });
}
for (const card of cards) card.querySelector("h3 a").setAttribute("href", "#" + card.dataset.name);
$("distinct").addEventListener("change", filter);
$("dark").addEventListener("change", () => {
  $("detail").classList.toggle("dark", $("dark").checked);
  show();
});
addEventListener("hashchange", show);
addEventListener("resize", fit);
addEventListener("keydown", (event) => {
  if ($("detail").hidden || event.altKey || event.ctrlKey || event.metaKey) return;
  const link = { ArrowLeft: $("previous"), ArrowRight: $("next"), Escape: $("back") }[event.key];
  if (link?.hasAttribute("href")) location.hash = link.getAttribute("href");
});
filter();
show();
