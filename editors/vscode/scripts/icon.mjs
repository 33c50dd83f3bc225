// Draws icon.png: the brackets of a link on a rounded square.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 256;
const SAMPLES = 4;
const BACKGROUND = [76, 60, 138];
const BRACKETS = [255, 255, 255];
const LINE = [255, 200, 87];

const within = (x, y, [left, top, right, bottom]) => x >= left && x < right && y >= top && y < bottom;

/** A `[` whose corner is at `x`: a stem and two feet that point to the right, or to the left. */
const bracket = (x, side) => {
  const foot = side > 0 ? [x, x + 30] : [x - 30, x];
  const stem = side > 0 ? [x, x + 14] : [x - 14, x];
  return [[stem[0], 68, stem[1], 188], [foot[0], 68, foot[1], 82], [foot[0], 174, foot[1], 188]];
};
const brackets = [bracket(40, 1), bracket(80, 1), bracket(176, -1), bracket(216, -1)].flat();
const line = [[110, 150, 146, 164]];

const inSquare = (x, y) => {
  const radius = 48;
  const [dx, dy] = [x, y].map((at) => Math.max(radius - at, at - (SIZE - radius), 0));
  return dx * dx + dy * dy <= radius * radius;
};

function colour(x, y) {
  if (!inSquare(x, y)) return [0, 0, 0, 0];
  const at = (boxes) => boxes.some((box) => within(x, y, box));
  return [...(at(brackets) ? BRACKETS : at(line) ? LINE : BACKGROUND), 255];
}

/** The mean of the samples in a pixel. */
function pixel(column, row) {
  const sum = [0, 0, 0, 0];
  for (let n = 0; n < SAMPLES * SAMPLES; n++) {
    const [r, g, b, a] = colour(column + (n % SAMPLES) / SAMPLES, row + Math.floor(n / SAMPLES) / SAMPLES);
    [r * a, g * a, b * a, a].forEach((value, at) => (sum[at] += value));
  }
  const alpha = sum[3] || 1;
  return [sum[0] / alpha, sum[1] / alpha, sum[2] / alpha, sum[3] / (SAMPLES * SAMPLES)].map(Math.round);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8);
const numbers = Array.from({ length: SIZE }, (_, at) => at);
const rows = numbers.map((row) => [0, ...numbers.flatMap((column) => pixel(column, row))]);
const pixels = deflateSync(Buffer.from(rows.flat()), { level: 9 });
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const png = [signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
writeFileSync(new URL('../icon.png', import.meta.url), Buffer.concat(png));
