// Asks an endpoint with Comunica: questions as [query, media type] in JSON on stdin, the answers' texts on stdout.
import { QueryEngine } from '@comunica/query-sparql';
import { readFileSync } from 'node:fs';

const engine = new QueryEngine();
const sources = [{ type: 'sparql', value: process.argv[2] }];
const answers = [];
for (const [query, mediaType] of JSON.parse(readFileSync(0, 'utf8'))) {
  const { data } = await engine.resultToString(await engine.query(query, { sources }), mediaType);
  const parts = [];
  for await (const part of data) parts.push(part);
  answers.push(parts.join(''));
}
process.stdout.write(JSON.stringify(answers));
