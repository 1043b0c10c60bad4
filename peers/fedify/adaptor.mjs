// Between Node's http server and the Request and Response that Fedify speaks.

export const MAX_BODY_BYTES = 1024 * 1024;

export class BodyTooLarge extends Error {
  constructor() {
    super(`a body may have ${MAX_BODY_BYTES} bytes at most`);
  }
}

export async function readBody(incoming) {
  const chunks = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function toRequest(incoming, body, origin) {
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1]);
  }
  const bodiless = incoming.method === "GET" || incoming.method === "HEAD";
  return new Request(new URL(incoming.url, origin), {
    method: incoming.method,
    headers,
    body: bodiless ? undefined : body,
  });
}

export async function writeResponse(response, outgoing) {
  const headers = {};
  for (const [name, value] of response.headers) headers[name] = value;
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, headers);
  outgoing.end(body);
}

export function writeJson(outgoing, status, value) {
  const body = JSON.stringify(value, null, 2);
  outgoing.writeHead(status, { "content-type": "application/json" });
  outgoing.end(`${body}\n`);
}
