// Small helps on every page; each page works without them.

// A page with errors moves focus to its summary, so that screen readers read it first.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

// Buttons that ask before they act: <button data-confirm="Withdraw this dataset?">.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A double click must not send a form twice; the server refuses the second anyway.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "get") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  window.setTimeout(() => delete event.target.dataset.sent, 4000);
});

// Copy to the clipboard: <button data-copy="#element-id" data-copied="Copied">.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  announce(button.dataset.copied);
});

// Regions replaced by htmx say what they hold now: <div data-announce="230 datasets found">. A problem takes the focus.
document.addEventListener("htmx:afterSwap", (event) => {
  const region = document.getElementById(event.detail.target?.id); // none when history brings a page back
  const problem = region?.querySelector("[data-error-summary]");
  const note = region?.querySelector("[data-announce]");
  if (problem) problem.focus();
  else if (note) announce(note.dataset.announce);
});

function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  window.setTimeout(() => (live.textContent = text), 50);
}
