// The monthly statement as a grid: arrows and Enter move, a pasted column fills down, Ctrl+D copies from above.
// Without this file every cell is a plain input and the form works the same.

const grid = document.querySelector("[data-grid]");
const column = (input) => [...grid.querySelectorAll(`[data-column="${input.dataset.column}"]`)];

function move(input, step) {
  const cells = column(input);
  const next = cells[cells.indexOf(input) + step];
  if (!next) return;
  next.focus();
  next.select();
}

function fill(input, values) {
  const cells = column(input);
  const start = cells.indexOf(input);
  values.slice(0, cells.length - start).forEach((value, n) => write(cells[start + n], value));
  return Math.max(values.length - (cells.length - start), 0);
}

function write(cell, value) {
  cell.value = value;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

function announce(text) {
  grid.querySelector("[data-grid-status]").textContent = text;
}

function pasted(event) {
  const lines = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  if (lines.length < 2) return;
  event.preventDefault();
  const left = fill(event.target, lines.map((line) => line.split("\t")[0].trim()));
  announce(
    left
      ? grid.dataset.pastedTooMany.replace("{count}", lines.length - left).replace("{left}", left)
      : grid.dataset.pasted.replace("{count}", lines.length),
  );
}

const keys = {
  ArrowDown: (input) => move(input, 1),
  ArrowUp: (input) => move(input, -1),
  Enter: (input) => move(input, 1),
};

function pressed(event) {
  const input = event.target.closest("[data-column]");
  if (!input) return;
  if (event.ctrlKey && event.key === "d") {
    event.preventDefault();
    fillDown(input);
  } else if (event.ctrlKey && event.key === "Enter") {
    grid.requestSubmit();
  } else if (event.key in keys && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    keys[event.key](input);
  }
}

function fillDown(input) {
  const cells = column(input);
  const above = cells[cells.indexOf(input) - 1];
  if (!above) return;
  write(input, above.value);
  move(input, 1);
}

function changed(event) {
  const row = event.target.closest("tr");
  if (row) row.toggleAttribute("data-changed", [...row.querySelectorAll("input")].some((i) => i.value !== i.defaultValue));
  const count = grid.querySelectorAll("tr[data-changed]").length;
  announce(count ? grid.dataset.unsaved.replace("{count}", count) : "");
}

function fillAll(event) {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const cells = [...grid.querySelectorAll(`[data-column="${button.dataset.fill}"]`)];
  const first = cells.find((cell) => cell.value);
  if (first) cells.slice(cells.indexOf(first)).filter((cell) => !cell.value).forEach((cell) => write(cell, first.value));
}

if (grid) {
  grid.addEventListener("paste", pasted);
  grid.addEventListener("keydown", pressed);
  grid.addEventListener("input", changed);
  grid.addEventListener("click", fillAll);
  let saving = false;
  grid.addEventListener("submit", () => (saving = true));
  window.addEventListener("beforeunload", (event) => {
    if (!saving && grid.querySelector("tr[data-changed]")) event.preventDefault();
  });
  grid.querySelectorAll("[data-needs-script]").forEach((part) => part.removeAttribute("hidden"));
}
