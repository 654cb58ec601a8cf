#!/usr/bin/env node
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderDiagramToSVG, renderToSVG, type StaticPicture } from '../static/index.js';
import { isCommand, readCall, usage, type Call } from './options.js';

/** Files that take long are counted on the way, where someone watches. */
const large = 20e6;

async function readInput(file: string): Promise<Uint8Array> {
  const isStandard = file === '-';
  const total = isStandard ? 0 : (await stat(file)).size;
  const watched = total > large && process.stderr.isTTY;
  const chunks: Buffer[] = [];
  let read = 0;
  for await (const chunk of isStandard ? process.stdin : createReadStream(file, { highWaterMark: 1 << 22 })) {
    chunks.push(chunk as Buffer);
    read += (chunk as Buffer).length;
    if (watched) process.stderr.write(`\rreading ${file}: ${Math.round((100 * read) / total)} %`);
  }
  if (watched) process.stderr.write('\n');
  return new Uint8Array(Buffer.concat(chunks));
}

async function write(output: string, picture: StaticPicture, call: Call, file: Uint8Array | undefined) {
  switch (path.extname(output).toLowerCase()) {
    case '.svg':
      return writeFile(output, picture.svg);
    case '.html':
      return writeFile(output, await (await import('./write-html.js')).writeHtml(picture, call, file));
    case '.png':
      return writeFile(output, await (await import('./write-png.js')).writePng(picture, call.scaling));
    default:
      throw new Error(`-o ${output}: expected a name that ends in .svg, .png or .html`);
  }
}

async function main([command, ...args]: string[]): Promise<void> {
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (!isCommand(command)) {
    throw new Error(`“${command}” is no command; there are render and diagram (see --help)`);
  }
  const call = readCall(command, args);
  if (call.help) return void process.stdout.write(`${usage}\n`);
  const most = command === 'render' ? 1 : 0;
  if (call.files.length > most) throw new Error(`${most} files at most, not ${call.files.join(', ')}`);
  const [name] = call.files;
  const file = name === undefined ? undefined : await readInput(name);
  const named = name !== undefined && name !== '-' && { fileName: path.basename(name) };
  const picture =
    command === 'diagram'
      ? renderDiagramToSVG(call.options)
      : await renderToSVG({ ...call.options, ...(file && { file }), ...named });
  if (call.outputs.length === 0) process.stdout.write(picture.svg);
  for (const output of call.outputs) {
    await write(output, picture, call, file);
    console.error(`${output}: ${picture.description}`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`attention-elements: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
