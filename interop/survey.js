// What a browser shows of one report, as plain values that reports.py compares with the document beside the page.
// In: the page as loaded. Out: one object. Does not judge, and changes nothing but a canvas that it never attaches.
() => {
  const SECTIONS = "summary states gaps findings sheets mirrors series definitions recommendations costs sources explanations".split(" ");
  const FORBIDDEN = "script[src], link, iframe, frame, object, embed, base, form[action], meta[http-equiv=refresh i]";
  const all = [...document.querySelectorAll("*")];
  const root = document.documentElement;
  const within = (id, what) => [...document.querySelectorAll(`#${id} ${what}`)];
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const short = (element) => element.outerHTML.slice(0, 120);
  const target = (reference) => {
    const name = decodeURIComponent(reference.slice(1));
    return name === "" ? root : document.getElementById(name);
  };

  // Colours: whatever their notation, a canvas turns them into red, green, blue and opacity.
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const channels = (colour) => {
    if (!known.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, opacity] = pen.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, opacity / 255]);
    }
    return known.get(colour);
  };
  const over = (front, back) => [0, 1, 2].map((i) => front[i] * front[3] + back[i] * (1 - front[3]));
  const background = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = channels(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255]);
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (element) => {
    let least = 21;
    for (const part of [element, ...element.querySelectorAll("*")]) {
      const text = [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
      if (!text || !part.checkVisibility({ visibilityProperty: true })) continue;
      const back = background(part);
      const pair = [luminance(over(channels(getComputedStyle(part).color), back)), luminance(back)].sort((a, b) => b - a);
      least = Math.min(least, (pair[0] + 0.05) / (pair[1] + 0.05));
    }
    return least;
  };
  const colour = (element) => background(element).map(Math.round).join(",");
  const unmarked = new Map();
  const ofUnmarked = (table) => {
    if (!unmarked.has(table)) {
      unmarked.set(table, new Set([...(table?.querySelectorAll("td:not([data-mark])") ?? [])].map(colour)));
    }
    return unmarked.get(table);
  };

  const scrolls = (element) => {
    for (let at = element.parentElement; at && at !== document.body && at !== root; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== "visible") return true;
    }
    return false;
  };
  const sticksOut = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1) && !scrolls(element);
  };
  const ids = new Map();
  for (const { id } of all.filter((element) => element.id !== "")) ids.set(id, (ids.get(id) ?? 0) + 1);
  const fetched = /^(src|srcset|poster|data|action|formaction|background|ping)$/;
  const addresses = (element) =>
    [...element.attributes].filter(({ name }) => fetched.test(name) || (/^(xlink:)?href$/.test(name) && element.localName !== "a"));
  const styleOf = (element) => (element.localName === "style" ? element.textContent : element.getAttribute("style"));
  const loads = /@import|url\(\s*["']?(?!data:|#|["'])/i;
  const runs = (element, { name, value }) => {
    const kinds = element.localName === "a" ? /^(javascript|vbscript|data|blob):/i : /^(javascript|vbscript):/i;
    return /href$/.test(name) && kinds.test(value.replace(/[\u0000-\u0020]/g, ""));
  };
  const links = [...document.querySelectorAll("a[href]")];

  return {
    language: root.getAttribute("lang"),
    direction: root.getAttribute("dir"),
    computedDirection: getComputedStyle(document.body).direction,
    clientWidth: root.clientWidth,
    scrollWidth: root.scrollWidth,
    sticksOut: root.scrollWidth > root.clientWidth + 1 ? all.filter(sticksOut).slice(-1).map(short) : [],
    sections: Object.fromEntries(SECTIONS.map((id) => [id, document.getElementById(id)]).map(([id, part]) => [id, part !== null && shown(part)])),
    articles: within("findings", "article[data-severity]").map((article) => ({
      id: article.id,
      anchors: [article.id, ...[...article.querySelectorAll("[id]")].map((part) => part.id)],
      severity: article.dataset.severity,
      text: article.textContent,
      toPictures: [...article.querySelectorAll("a[href^='#']")].filter((link) => target(link.getAttribute("href"))?.closest("#sheets")).length,
    })),
    marks: [...document.querySelectorAll("[data-mark]")].map((cell) => ({
      mark: cell.dataset.mark,
      inSheets: cell.closest("#sheets") !== null,
      text: cell.textContent,
      shown: shown(cell),
      distinct: !ofUnmarked(cell.closest("table")).has(colour(cell)) && colour(cell) !== colour(cell.closest("table") ?? document.body),
      contrast: contrast(cell),
    })),
    gaps: [...document.querySelectorAll("[data-gap]")].map((cell) => ({
      status: cell.dataset.gap,
      inGaps: cell.closest("#gaps") !== null,
      contrast: contrast(cell),
    })),
    pictures: { mirrors: within("mirrors", "svg").filter(shown).length, series: within("series", "svg").filter(shown).length },
    pwned: typeof window.__pwned,
    handlers: all.filter((element) => [...element.attributes].some(({ name }) => /^on/i.test(name))).map(short),
    forbidden: [...document.querySelectorAll(FORBIDDEN)].map(short),
    outside: all.filter((element) => addresses(element).some(({ value }) => !/^\s*(#|data:)/i.test(value))).map(short),
    styles: [...document.querySelectorAll("style, [style]")].filter((element) => loads.test(styleOf(element))).map(short),
    executable: all.filter((element) => [...element.attributes].some((attribute) => runs(element, attribute))).map(short),
    dead: links.filter((link) => /^#/.test(link.getAttribute("href")) && !target(link.getAttribute("href"))).map(short),
    files: [...new Set(links.filter((link) => link.protocol === "file:").map((link) => link.href.split("#")[0]))],
    twice: [...ids].filter(([, times]) => times > 1).map(([id]) => id),
  };
}
