// Keeps the peer on this machine: whatever Fedify wants to fetch from anywhere else
// (a JSON-LD context, a redirect, a link) is refused and remembered, so that a test can tell.

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

export const refused = [];

export function stayOnLoopback() {
  const fetchAnywhere = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (!LOOPBACK.has(url.hostname)) {
      refused.push({ time: new Date().toISOString(), url: url.href });
      throw new TypeError(`the peer fetches from loopback addresses only, not from ${url.href}`);
    }
    return await fetchAnywhere(input, init);
  };
}
