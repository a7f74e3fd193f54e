// The server's side of a WebSocket, as far as the simulated desk needs it: text frames, pings and the closing handshake.
import { createHash } from "node:crypto";

const KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

function frame(kind, payload) {
  const size = payload.length;
  const head = size < 126 ? Buffer.alloc(2) : size < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x80 | kind;
  if (size < 126) head[1] = size;
  else if (size < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(size, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(size), 2);
  }
  return Buffer.concat([head, payload]);
}

/** The first whole frame of `bytes` and how long it is; undefined while some of it is missing. */
function parse(bytes) {
  if (bytes.length < 2) return undefined;
  const short = bytes[1] & 0x7f;
  const at = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < at + 4) return undefined;
  const size =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const end = at + 4 + size;
  if (bytes.length < end) return undefined;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, end).map((byte, index) => byte ^ mask[index % 4]));
  return { kind: bytes[0] & 0x0f, last: (bytes[0] & 0x80) !== 0, payload, end };
}

/** Answers the upgrade, hands each text to the reader that `converse` returns, and sends what it is given. */
export function acceptWebSocket(request, socket, converse) {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${KEY}`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const read = converse((text) => socket.write(frame(TEXT, Buffer.from(text))));
  let waiting = Buffer.alloc(0);
  let parts = [];
  socket.on("data", (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (let found = parse(waiting); found; found = parse(waiting)) {
      waiting = waiting.subarray(found.end);
      if (found.kind === CLOSE) return socket.end(frame(CLOSE, found.payload));
      if (found.kind === PING) socket.write(frame(PONG, found.payload));
      if (found.kind > TEXT) continue;
      parts.push(found.payload);
      if (!found.last) continue;
      const text = Buffer.concat(parts).toString("utf8");
      parts = [];
      read(text);
    }
  });
  socket.on("error", () => socket.destroy());
}
