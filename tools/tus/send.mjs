// Sends a file as tus-js-client does: breaks off after some bytes, and goes on by the address alone.
// node send.mjs ENDPOINT COOKIE TOKEN FILE FOLDER: prints the upload's address and how it went as JSON.
import { createReadStream, statSync } from "node:fs";
import { basename } from "node:path";
import tus from "tus-js-client";

const [endpoint, cookie, token, path, folder] = process.argv.slice(2);
const size = statSync(path).size;
const headers = { cookie, origin: new URL(endpoint).origin, "x-mediahub-token": token };
const metadata = { filename: basename(path), folder };
const offsets = [];

const sent = (options) =>
  new Promise((resolve, reject) => {
    const upload = new tus.Upload(createReadStream(path), {
      endpoint, headers, metadata, uploadSize: size, chunkSize: 100_000, retryDelays: [0, 200, 500],
      onError: reject,
      onSuccess: () => resolve(upload),
      onChunkComplete: (_, accepted) => {
        offsets.push(accepted);
        if (options.breakAt && accepted >= options.breakAt) upload.abort().then(() => resolve(upload), reject);
      },
      ...options.given,
    });
    upload.start();
  });

const broken = await sent({ breakAt: 150_000 });
const whole = await sent({ given: { uploadUrl: broken.url } });
const other = await sent({ breakAt: 1, given: { metadata: { ...metadata, filename: "annan.mp3" } } });
await tus.Upload.terminate(other.url, { headers });
let refused = 0;
await sent({ given: { metadata: { ...metadata, filename: "a.exe" }, retryDelays: null } }).catch((error) => { refused = error.originalResponse?.getStatus() ?? String(error); });
console.log(JSON.stringify({ address: whole.url, offsets, refused }));
process.exit(0);
