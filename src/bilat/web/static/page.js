"use strict";
// Draws the charts, follows a selected span, and keeps "same" and "different" at hand. Without it every page still reads.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function config() {
    const ink = css("--ink"), soft = css("--soft"), line = css("--line"), font = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif";
    return {
      background: "transparent", font,
      view: { stroke: null },
      axis: { labelColor: soft, titleColor: soft, gridColor: line, domainColor: line, tickColor: line, titleFontWeight: "normal" },
      legend: { labelColor: soft, titleColor: soft, titleFontWeight: "normal" },
      header: { labelColor: ink, titleColor: ink },
      text: { color: ink }, title: { color: ink },
    };
  }

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  function tooltip(handler, event, item, value) {
    if (value == null || value === "") { tip.hidden = true; return; }
    tip.textContent = "";
    for (const [name, told] of Object.entries(value)) {
      const row = document.createElement("div");
      if (!["line", "sentence", "when"].includes(name)) {
        const label = document.createElement("span");
        label.textContent = name + " ";
        row.append(label);
      } else row.className = "tip-" + name;
      row.append(String(told));
      tip.append(row);
    }
    tip.hidden = false;
    const wide = tip.offsetWidth, high = tip.offsetHeight;
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - wide - 8)) + "px";
    tip.style.top = Math.max(4, Math.min(event.clientY + 14, innerHeight - high - 8)) + "px";
  }

  function fitted(spec, room) {
    // a chart takes the room that there is, and no more than it was made for
    const fit = (part) => {
      if (!part || typeof part !== "object") return;
      const square = part.width === part.height;
      if (typeof part.width === "number") part.width = Math.max(180, Math.min(part.width, room));
      if (square) part.height = part.width;
      for (const name of ["vconcat", "hconcat", "layer"]) (part[name] || []).forEach(fit);
      fit(part.spec);
    };
    fit(spec);
    return spec;
  }

  function save(view, name) {
    const box = document.createElement("p");
    box.className = "save";
    for (const form of ["svg", "png"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = form.toUpperCase();
      button.setAttribute("aria-label", `Download this chart as ${form.toUpperCase()}`);
      button.addEventListener("click", async () => {
        const link = document.createElement("a");
        link.href = await view.toImageURL(form, form === "png" ? 2 : 1);
        link.download = `${name}.${form}`;
        link.click();
      });
      box.append(button);
    }
    return box;
  }

  let library;
  function vega() {
    library ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = "/static/vega.js";
      script.onload = () => done(window.vegaEmbed);
      script.onerror = failed;
      document.head.append(script);
    });
    return library;
  }

  async function draw(figure) {
    const target = figure.querySelector(".chart");
    try {
      const [answer, embed] = await Promise.all([fetch(figure.dataset.chart), vega()]);
      const told = await answer.json();
      if (!answer.ok) { target.textContent = told.detail; return; }
      if (!told.spec) { target.textContent = told.reason; target.classList.add("none"); return; }
      const label = figure.querySelector("figcaption").textContent.trim();
      const spec = fitted(told.spec, target.clientWidth - Number(figure.dataset.margin || 90));
      const made = await embed(target, { ...spec, description: label }, {
        ast: true, renderer: "svg", actions: false, defaultStyle: false, config: config(), tooltip,
      });
      for (const mark of target.querySelectorAll('[role="graphics-symbol"]:not([aria-label])')) {
        // a frame or a selection says nothing to a screen reader
        mark.removeAttribute("role");
        mark.removeAttribute("aria-roledescription");
      }
      figure.querySelector(".save")?.remove();
      figure.append(save(made.view, figure.id));
      figure.dataset.drawn = "yes";
      if (figure.dataset.select) follow(made.view);
    } catch (error) {
      target.textContent = "This chart could not be drawn; its figures are in the table.";
      console.warn(error);
    }
  }

  // A selected span: everything below follows.
  function follow(view) {
    let timer;
    view.addSignalListener("span", (_, value) => {
      clearTimeout(timer);
      timer = setTimeout(() => select(value["utcyearmonth_month"] || value.month), 350);
    });
  }
  const iso = (stamp) => new Date(stamp).toISOString().slice(0, 10);
  async function select(range) {
    const to = new URL(location.href);
    to.searchParams.delete("since");
    to.searchParams.delete("until");
    if (range) {
      to.searchParams.set("since", iso(Math.min(...range)));
      to.searchParams.set("until", iso(Math.max(...range)));
    }
    const answer = await fetch(to);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-follows]")) {
      const fresh = page.getElementById(part.id);
      if (fresh) part.replaceWith(document.adoptNode(fresh));
    }
    history.replaceState(null, "", to);
    prepare(document.querySelectorAll("[data-follows]"));
  }

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); draw(entry.target); }
  }, { rootMargin: "300px" });
  function prepare(roots) {
    for (const root of roots) {
      for (const figure of root.querySelectorAll("figure[data-chart]")) seen.observe(figure);
      for (const late of root.querySelectorAll("[data-part]")) parts.observe(late);
    }
  }
  // A part that takes longer to work out than the page: fetched once the reader comes to it.
  const parts = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { parts.unobserve(entry.target); fill(entry.target); }
  }, { rootMargin: "300px" });
  async function fill(part) {
    const answer = await fetch(part.dataset.part, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.dataset.take);
    if (told) part.replaceChildren(document.adoptNode(told));
  }
  prepare([document]);
  dark.addEventListener("change", () => document.querySelectorAll("figure[data-drawn]").forEach(draw));
  addEventListener("beforeprint", () => document.querySelectorAll("figure[data-chart]:not([data-drawn])").forEach(draw));
})();
