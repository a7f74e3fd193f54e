// Puts a brotli twin (quality 11) beside every compressible asset, so that the server never compresses at run time.
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
const assets = fileURLToPath(new URL("../dist/assets/", import.meta.url));
const compressible = new Set([".js", ".css", ".svg", ".json"]);

const names = (await readdir(assets)).filter((name) => compressible.has(path.extname(name)));
let before = 0;
let after = 0;
for (const name of names) {
  const source = await readFile(path.join(assets, name));
  const packed = await compress(source, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: source.length,
    },
  });
  before += source.length;
  after += packed.length;
  await writeFile(path.join(assets, `${name}.br`), packed);
}
console.log(
  `precompressed ${names.length} assets: ${Math.round(before / 1024)} kB to ${Math.round(after / 1024)} kB`,
);
