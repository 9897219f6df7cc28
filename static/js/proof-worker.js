// Finds the number that altcha's challenge asks for: SHA-256(salt + number) in hexadecimal equals the challenge.
const encoder = new TextEncoder();

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

self.onmessage = async ({ data: { salt, challenge, maxNumber } }) => {
  for (let number = 0; number <= maxNumber; number += 1) {
    const digest = await crypto.subtle.digest("SHA-256", encoder.encode(salt + number));
    if (hex(digest) === challenge) {
      self.postMessage(number);
      return;
    }
  }
  self.postMessage(null);
};
