(() => {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const store = {
    get: () => { try { return localStorage.getItem("zhfix-theme"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("zhfix-theme", value); } catch { /* a page may have no storage */ } },
  };

  // --- light and dark ---
  const theme = byId("theme");
  const themes = ["auto", "light", "dark"];
  const dress = (name) => {
    const known = themes.includes(name) ? name : "auto";
    if (known === "auto") delete root.dataset.theme; else root.dataset.theme = known;
    theme.textContent = theme.dataset[known];
    return known;
  };
  let worn = dress(store.get());
  theme.hidden = false;
  theme.addEventListener("click", () => {
    worn = dress(themes[(themes.indexOf(worn) + 1) % themes.length]);
    store.set(worn);
  });

  // --- the edits: the same number in both columns ---
  const texts = byId("texts");
  if (!texts) return;
  const made = [...texts.querySelectorAll("ins[data-e]")];
  const gone = [...texts.querySelectorAll("del[data-e]")];
  const rows = made.map((edit) => edit.closest(".row"));
  const homes = made.map((edit) => edit.closest(".text"));
  const allRows = [...texts.querySelectorAll(".hunk > .row")];
  const gaps = [...texts.querySelectorAll(".gap")];
  const found = [...texts.querySelectorAll("li[data-r]")];
  const sections = [...texts.querySelectorAll("section.text")];
  let kept = made.map(() => true);

  // --- what is told of one ---
  const tip = byId("tip");
  let told = -1; // the number of the edit that is explained
  let pointed; // and its element in the column where it was asked for
  const fill = (number) => {
    const { dataset } = made[number];
    const copy = (source, target) => target.replaceChildren(...source.cloneNode(true).childNodes);
    tip.querySelector(".change").lang = byId("tip-others").lang = made[number].closest("[lang]").lang;
    copy(gone[number], tip.querySelector("del"));
    copy(made[number], tip.querySelector("ins"));
    byId("tip-reason").textContent = dataset.w;
    byId("tip-confidence").textContent = `${(Number(dataset.c) * 100).toFixed(1)} %`;
    byId("tip-rule").textContent = dataset.r;
    byId("tip-place").textContent = dataset.p;
    const others = dataset.a ? dataset.a.split("\n") : [];
    byId("tip-other").hidden = byId("tip-others").parentElement.hidden = !others.length;
    byId("tip-others").replaceChildren(...others.map((other) => {
      const item = document.createElement("li");
      item.textContent = other;
      return item;
    }));
  };
  const place = (anchor) => {
    const box = anchor.getClientRects()[0] || anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = tip;
    const under = box.bottom + 8;
    const top = under + height < innerHeight ? under : Math.max(8, box.top - height - 8);
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 12))}px`;
    tip.style.top = `${top}px`;
  };
  const hide = () => {
    if (told < 0) return;
    made[told].removeAttribute("aria-describedby");
    made[told].classList.remove("now");
    gone[told].classList.remove("now");
    tip.hidden = true;
    told = -1;
  };
  const tell = (number, anchor) => {
    if (told !== number) {
      hide();
      fill(number);
      told = number;
      made[number].setAttribute("aria-describedby", "tip");
      made[number].classList.add("now");
      gone[number].classList.add("now");
      tip.hidden = false;
    }
    pointed = anchor;
    place(anchor);
  };
  const numberOf = (target) => {
    const edit = target.closest ? target.closest(".diff [data-e]") : null;
    return edit && !edit.classList.contains("off") ? Number(edit.dataset.e) : -1;
  };

  let leaving = 0;
  texts.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const number = numberOf(event.target);
    clearTimeout(leaving);
    if (number >= 0) tell(number, event.target.closest("[data-e]"));
    else leaving = setTimeout(back, 250);
  });
  const back = () => {
    const number = document.activeElement ? numberOf(document.activeElement) : -1;
    if (number >= 0 && made[number] === document.activeElement) tell(number, made[number]); else hide();
  };
  texts.addEventListener("pointerleave", () => { leaving = setTimeout(back, 250); });
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", () => { leaving = setTimeout(back, 250); });
  texts.addEventListener("focusin", (event) => {
    const number = numberOf(event.target);
    if (number < 0) return;
    for (const other of homes[number].querySelectorAll('ins[tabindex="0"]')) other.tabIndex = -1;
    made[number].tabIndex = 0;
    tell(number, made[number]);
  });
  texts.addEventListener("focusout", hide);
  texts.addEventListener("click", (event) => {
    const number = numberOf(event.target);
    if (number >= 0) { made[number].focus({ preventScroll: true }); tell(number, event.target.closest("[data-e]")); }
  });
  addEventListener("scroll", () => {
    if (told < 0) return;
    const { top, bottom } = pointed.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) place(pointed); else hide();
  }, { passive: true });

  // --- from one to the next ---
  let last = -1;
  const walk = (step) => {
    let number = last < 0 && step < 0 ? made.length : last;
    do number += step; while (number >= 0 && number < made.length && !kept[number]);
    if (number < 0 || number >= made.length) number = last; // there is no other: stay
    if (number < 0 || !kept[number]) return;
    last = number;
    made[number].scrollIntoView({ block: "center" });
    made[number].focus({ preventScroll: true });
  };
  texts.addEventListener("focusin", (event) => {
    const number = numberOf(event.target);
    if (number >= 0) last = number;
  });
  const steps = { ArrowRight: 1, ArrowDown: 1, n: 1, j: 1, ArrowLeft: -1, ArrowUp: -1, p: -1, k: -1 };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") { hide(); return; }
    if (event.ctrlKey || event.altKey || event.metaKey || numberOf(event.target) < 0) return;
    if (event.key in steps) { event.preventDefault(); walk(steps[event.key]); }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (told < 0) tell(numberOf(event.target), event.target); else hide();
    }
  });
  for (const [id, step] of [["previous", -1], ["next", 1]]) {
    byId(id).hidden = !made.length;
    byId(id).addEventListener("click", () => walk(step));
  }

  // --- the filter ---
  const boxes = [...document.querySelectorAll('#filter input[name="rule"]')];
  const sure = byId("sure");
  const status = byId("status");
  const filter = () => {
    const rules = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const most = Number(sure.value) / 100;
    const active = rules.size < boxes.length || most < 1;
    byId("percent").textContent = `${sure.value} %`;
    hide();
    const full = new Set();
    const alive = new Set();
    kept = made.map((edit, number) => {
      const keep = rules.has(edit.dataset.r) && Number(edit.dataset.c) <= most;
      edit.classList.toggle("off", !keep);
      gone[number].classList.toggle("off", !keep);
      edit.tabIndex = -1;
      if (keep) full.add(rows[number]);
      return keep;
    });
    for (const row of allRows) row.hidden = active && !full.has(row);
    for (const gap of gaps) gap.hidden = active;
    let left = 0;
    for (const item of found) {
      item.hidden = !rules.has(item.dataset.r);
      if (!item.hidden) { left += 1; alive.add(item.closest(".text")); }
    }
    const starts = new Set();
    kept.forEach((keep, number) => {
      if (!keep || starts.has(homes[number])) return;
      starts.add(homes[number]);
      alive.add(homes[number]);
      made[number].tabIndex = 0;
    });
    for (const section of sections) {
      section.hidden = active && !alive.has(section);
    }
    const count = (number) => number.toLocaleString("en");
    status.textContent = status.dataset.shown
      .replace("{edits}", count(kept.filter(Boolean).length)).replace("{all_edits}", count(made.length))
      .replace("{findings}", count(left)).replace("{all_findings}", count(found.length));
  };
  byId("controls").hidden = false;
  byId("filter").addEventListener("submit", (event) => event.preventDefault());
  byId("filter").addEventListener("input", filter);
  for (const [id, value] of [["all", true], ["none", false]]) {
    byId(id).addEventListener("click", () => { for (const box of boxes) box.checked = value; filter(); });
  }
  for (const box of boxes) box.checked = true; // a browser that goes back keeps what was ticked
  sure.value = 100;
  filter();
})();
