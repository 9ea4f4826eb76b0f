// The front end of course_utils.explore: a picture, and native controls for keyboards and screen readers.
const KEEP = 200; // pictures in the browser's memory, about 50 kB each
const AHEAD_MS = 300; // a slower drawing is not fetched ahead: it would hold up the next press

function element(tag, properties = {}, children = []) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** Label, input and value text of one control; `moved(index)` is called when the reader changes it. */
function control({ label, kind, texts, start }, moved) {
  const id = `explore-${Math.random().toString(36).slice(2)}`;
  const caption = element("label", { htmlFor: id, textContent: label });
  const text = element("output", { htmlFor: id });
  let input;
  if (kind === "choice") {
    input = element("select", { id }, texts.map((t, i) => element("option", { value: i, textContent: t })));
    input.value = start;
  } else if (kind === "check") {
    input = element("input", { id, type: "checkbox", checked: start === 1 });
  } else {
    input = element("input", { id, type: "range", min: 0, max: texts.length - 1, step: 1 });
    input.value = start;
  }
  input.dataset.lmSuppressShortcuts = "true"; // else JupyterLab takes the arrow keys for its own
  const index = () => (kind === "check" ? Number(input.checked) : Number(input.value));
  const say = () => {
    if (kind !== "slider") return;
    text.textContent = texts[index()];
    input.setAttribute("aria-valuetext", texts[index()]);
  };
  input.addEventListener("input", () => { say(); moved(index()); });
  say();
  return [caption, input, text];
}

function render({ model, el }) {
  const controls = model.get("controls");
  const wanted = controls.map((c) => c.start);
  const pictures = new Map(); // positions of the controls -> { url } or { error }
  const image = element("img", { alt: model.get("alt"), width: model.get("width") });
  const problem = element("pre", { hidden: true });
  problem.setAttribute("role", "alert");
  let asked = null; // the request under way: at most one, so presses never queue
  let askedAt = 0;
  let next = null; // where the last move leads

  function keep(key, answer) {
    pictures.set(key, answer);
    if (pictures.size <= KEEP) return;
    const [oldest, { url }] = pictures.entries().next().value;
    pictures.delete(oldest);
    URL.revokeObjectURL(url);
  }
  const picture = (data) => ({ url: URL.createObjectURL(new Blob([data], { type: "image/png" })) });

  function ask(indices) {
    asked = String(indices);
    askedAt = performance.now();
    model.send({ indices });
  }
  function update() {
    const key = String(wanted);
    const answer = pictures.get(key);
    el.setAttribute("aria-busy", !answer);
    if (!answer) return asked === null && ask([...wanted]);
    pictures.delete(key); // the newest is last: the oldest goes first
    pictures.set(key, answer);
    if (answer.url) image.src = answer.url;
    image.hidden = !answer.url;
    problem.hidden = !!answer.url;
    problem.textContent = answer.error ?? "";
  }
  function moved(position, index) {
    const ahead = 2 * index - wanted[position];
    wanted[position] = index;
    next = ahead in controls[position].texts ? wanted.map((w, i) => (i === position ? ahead : w)) : null;
    update();
    if (asked === null) fetchAhead();
  }
  function fetchAhead() {
    if (next && !pictures.has(String(next))) ask(next);
    next = null;
  }
  function answered({ indices, error }, buffers) {
    const key = String(indices);
    if (key !== asked) return; // an answer for another view
    const quick = performance.now() - askedAt < AHEAD_MS;
    asked = null;
    keep(key, error ? { error } : picture(buffers[0]));
    update();
    if (asked === null && quick) fetchAhead();
  }

  keep(String(wanted), picture(model.get("first")));
  const rows = controls.flatMap((c, position) => control(c, (index) => moved(position, index)));
  el.classList.add("explore");
  el.append(element("div", { className: "explore-controls" }, rows), image, problem);
  model.on("msg:custom", answered);
  update();
  return () => {
    model.off("msg:custom", answered);
    for (const { url } of pictures.values()) URL.revokeObjectURL(url);
  };
}

export default { render };
