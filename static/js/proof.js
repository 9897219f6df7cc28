// Works on altcha's proof while the form is filled in; without this script the form goes a slower way by itself.
const solve = (input) =>
  new Promise((resolve) => {
    const challenge = JSON.parse(input.dataset.challenge);
    const worker = new Worker(input.dataset.worker);
    const end = (number) => {
      worker.terminate();
      if (number !== null) {
        const { maxNumber, ...rest } = challenge;
        input.value = btoa(JSON.stringify({ ...rest, number }));
      }
      resolve();
    };
    worker.onmessage = (event) => end(event.data);
    worker.onerror = () => end(null);
    worker.postMessage(challenge);
  });

for (const form of document.querySelectorAll("[data-proof-form]")) {
  const input = form.querySelector("[data-challenge]");
  // Browsers offer crypto.subtle on https and on localhost alone; a hash in script would be slower than waiting.
  if (!input || !window.Worker || !window.crypto?.subtle) continue;
  const solved = solve(input);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector("[type=submit]").disabled = true; // a double click sends once
    await solved;
    form.submit();
  });
}

// Back from the next page the browser may show the form as it was left: make it usable again.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-proof-form] [type=submit]")) button.disabled = false;
});
