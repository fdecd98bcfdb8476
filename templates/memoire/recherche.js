// Searches the memory in the page itself: nothing is asked of anyone. `FICHES` has, of each sheet,
// its kind, its title, its words, its theme, its day and where it is read.
"use strict";

const MOST = 40; // results shown
const EXCERPT = 220; // characters
const SLIGHT = new Set(
  ("au aux avec ce ces comment dans de des du elle en est et etre fait faut il ils je la le les leur lui ma mais me " +
    "mes mon nous on ou par pas peut pour qu que quel quelle qui quoi sa se ses si son sont sur ta te un une vos votre vous").split(" "),
);

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function term(word) {
  const bare = folded(word);
  if (bare.length < 2 || SLIGHT.has(bare)) return null;
  return bare.length > 3 ? bare.replace(/(?:s|x)$/, "") : bare;
}

const search = new MiniSearch({
  fields: ["title", "words", "theme"],
  processTerm: term,
  searchOptions: {
    boost: { title: 2 },
    prefix: (word) => word.length > 3,
    fuzzy: (word) => (word.length > 5 ? 0.2 : false),
  },
});
const read = search.addAllAsync(
  FICHES.map(([, title, words, theme], id) => ({ id, title, words, theme })),
  { chunkSize: 200 },
);

const form = document.querySelector("[role=search]");
const typed = document.getElementById("mots");
const state = document.getElementById("etat");
const list = document.getElementById("trouve");
const day = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

function found(query) {
  const sought = new Set(query.split(/[\s\p{P}]+/u).map(term).filter(Boolean)).size;
  return search.search(query).filter((each) => new Set(each.queryTerms).size * 2 >= sought);
}

function line(name, text) {
  const written = document.createElement("p");
  written.className = name;
  written.append(text);
  return written;
}

function result({ id }) {
  const [kind, title, words, theme, at, where] = FICHES[id];
  const link = document.createElement("a");
  link.href = where;
  link.append(title);
  const item = document.createElement("li");
  item.append(line("title", link));
  item.append(line("source", [kind, theme, day.format(new Date(at))].filter(Boolean).join(", ")));
  if (words) item.append(line("summary", words.length > EXCERPT ? `${words.slice(0, EXCERPT).trimEnd()}…` : words));
  return item;
}

async function show() {
  const query = typed.value;
  await read;
  if (query !== typed.value) return;
  const all = query.trim() ? found(query) : [];
  list.replaceChildren(...all.slice(0, MOST).map(result));
  if (!query.trim()) state.textContent = "";
  else if (!all.length) state.textContent = "Rien d'assez proche. Essayez un autre mot, ou un seul.";
  else if (all.length === 1) state.textContent = "Une fiche trouvée.";
  else if (all.length <= MOST) state.textContent = `${all.length} fiches trouvées, les plus proches d'abord.`;
  else state.textContent = `${all.length} fiches trouvées ; voici les ${MOST} plus proches.`;
}

typed.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
