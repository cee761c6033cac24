// The search of a site that is files: Pagefind finds what the page's address asks for, and this shows it.
"use strict";

(async () => {
  const words = document.currentScript.dataset;
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const form = document.querySelector("form[data-index]");
  if (!form) return;
  const count = document.getElementById("count");
  const list = document.getElementById("list");
  const more = document.getElementById("more");
  const PAGE = 20;

  const asked = new URLSearchParams(location.search);
  const text = (asked.get("q") || "").trim();
  form.elements.q.value = text;
  form.elements.in.value = asked.get("in") === "reviews" ? "reviews" : "lessons";
  const filters = { in: form.elements.in.value };
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  // A value that has no box, because its list is long, is kept in a hidden field.
  const known = new Set([...form.querySelectorAll("[data-facet]")].map((group) => group.dataset.facet));
  let chosen = 0;
  for (const name of known) {
    const values = [...new Set(asked.getAll(name))];
    if (!values.length) continue;
    chosen += values.length;
    filters[name] = { any: values };
    const group = form.querySelector(`[data-facet="${CSS.escape(name)}"]`);
    group.open = true;
    for (const value of values) {
      const box = boxes.find((one) => one.name === name && one.value === value);
      if (box) {
        box.checked = true;
        const folded = box.closest("details.more");
        if (folded) folded.open = true;
      } else {
        const label = document.createElement("label");
        label.className = "option";
        const input = Object.assign(document.createElement("input"), { type: "checkbox", name, value, checked: true });
        label.append(input, ` ${value.replaceAll("-", " ")}`);
        group.querySelector("legend").after(label);
      }
    }
  }
  if (chosen) document.getElementById("filter-label").textContent = filled(words.chosen, { number: chosen });

  const failed = () => {
    count.textContent = location.protocol === "file:" ? words.noServer : words.failed;
  };
  let pagefind;
  let found;
  try {
    const here = new URL(".", location.href);
    pagefind = await import(new URL(form.dataset.index, location.href).href);
    await pagefind.options({ baseUrl: here.pathname, excerptLength: 30 });
    await pagefind.init();
    const options = { filters };
    if (!text) options.sort = { published: "desc" };
    found = await pagefind.search(text || null, options);
  } catch {
    failed();
    return;
  }

  const total = found.results.length;
  // A language has as many forms as it has kinds of numbers.
  const forms = JSON.parse(filters.in === "reviews" ? words.reviews : words.lessons);
  const wording = forms[new Intl.PluralRules(words.language).select(total)] || forms.other;
  const counted = filled(wording, { number: total.toLocaleString(words.language) });
  count.textContent = text ? filled(words.countFor, { count: counted, query: text }) : counted;
  if (!total) {
    const advice = document.createElement("p");
    advice.textContent = words.nothing;
    list.before(advice);
  }
  for (const box of boxes) {
    const counts = found.filters && found.filters[box.name];
    const shown = box.parentElement.querySelector(".count");
    if (counts && shown) shown.textContent = (counts[box.value] || 0).toLocaleString(words.language);
  }

  // An excerpt is text in which <mark> stands around what was found; nothing else of it is taken for markup.
  const decoded = (html) => new DOMParser().parseFromString(`<p>${html.replaceAll("<", "&lt;")}</p>`, "text/html").body.textContent;
  const excerpt = (html) => {
    const made = document.createElement("p");
    made.className = "excerpt";
    made.dir = "auto";
    html.split(/<mark>(.*?)<\/mark>/s).forEach((part, place) => {
      if (place % 2) {
        const mark = document.createElement("mark");
        mark.textContent = decoded(part);
        made.append(mark);
      } else {
        made.append(decoded(part));
      }
    });
    return made;
  };
  const item = (one) => {
    const made = document.createElement("li");
    const heading = document.createElement("h3");
    heading.dir = "auto";
    const link = document.createElement("a");
    link.href = one.url;
    link.textContent = one.meta.title;
    link.dataset.ux = "result-link";
    heading.append(link);
    const meta = document.createElement("p");
    meta.className = "meta";
    meta.dir = "auto";
    const facts = [one.meta.result && filled(words.result, { result: one.meta.result }), one.meta.review, one.meta.organisation, one.meta.date];
    meta.textContent = facts.filter(Boolean).join(" · ");
    made.append(heading, excerpt(one.excerpt), meta);
    return made;
  };
  let shown = 0;
  const show = async () => {
    more.hidden = true;
    const next = found.results.slice(shown, shown + PAGE);
    const items = (await Promise.all(next.map((result) => result.data()))).map(item);
    list.append(...items);
    const first = shown ? items[0] : null;
    shown += next.length;
    more.hidden = shown >= total;
    if (first) first.querySelector("a").focus();
  };
  more.addEventListener("click", () => show().catch(failed));
  try {
    await show();
  } catch {
    failed();
  }
})();
