#!/usr/bin/env node
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeDiagram, drawnDiagram } from '../static/render-diagram.js';
import { renderDiagramToHTML, stillOf } from '../static/render-to-html.js';
import { compose, drawn } from '../static/render-to-svg.js';
import { usualWidth, type StaticPicture } from '../static/static-picture.js';
import { isCommand, readCall, usage, type Call } from './options.js';
import { progressLine } from './progress-line.js';
import { controlsOfPage, writeHtml } from './write-html.js';

const progress = progressLine(process.stderr);

async function readInput(file: string): Promise<Uint8Array> {
  const isStandard = file === '-';
  const total = isStandard ? 0 : (await stat(file)).size;
  const chunks: Buffer[] = [];
  let read = 0;
  for await (const chunk of isStandard ? process.stdin : createReadStream(file, { highWaterMark: 1 << 22 })) {
    chunks.push(chunk as Buffer);
    read += (chunk as Buffer).length;
    if (total) progress.tell(`reading ${file}`, read / total);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** A picture, and what stands in its tag until a script runs. */
interface Made {
  picture: StaticPicture;
  still: () => Promise<string> | string;
}

const stages = {
  reading: 'understanding the numbers',
  following: 'following attention through the layers',
  drawing: 'drawing',
};

/** @param file the bytes, where the command has been given a file */
async function make({ tag, options }: Call, file?: { file: Uint8Array; fileName?: string }): Promise<Made> {
  const asked = { ...options, ...file, controls: controlsOfPage };
  if (tag === 'transformer-diagram') {
    progress.tell(stages.drawing);
    const picture = drawnDiagram(composeDiagram(asked, asked.width ?? usualWidth), asked);
    return { picture, still: () => renderDiagramToHTML(asked) };
  }
  const composed = await compose({
    ...asked,
    onProgress: (stage, share) => progress.tell(stages[stage], share),
  });
  return { picture: drawn(composed, asked), still: () => stillOf(composed, asked) };
}

async function write(output: string, { picture, still }: Made, call: Call, file?: Uint8Array) {
  progress.tell(`writing ${output}`);
  switch (path.extname(output).toLowerCase()) {
    case '.svg':
      return writeFile(output, picture.svg);
    case '.html':
      return writeFile(output, await writeHtml(await still(), picture.description, call, file));
    case '.png':
      return writeFile(
        output,
        await (await import('./write-png.js')).writePng(picture, call.scaling, call.options.lang),
      );
    default:
      throw new Error(`-o ${output}: expected a name that ends in .svg, .png or .html`);
  }
}

async function main([command, ...args]: string[]): Promise<void> {
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (command === 'integrity') {
    const { integrityTags } = await import('./print-integrity.js');
    return void process.stdout.write(await integrityTags(args[0]));
  }
  if (!isCommand(command)) {
    throw new Error(`“${command}” is no command; there are render, diagram and integrity (see --help)`);
  }
  const call = readCall(command, args);
  if (call.help) return void process.stdout.write(`${usage}\n`);
  const most = command === 'render' ? 1 : 0;
  if (call.files.length > most) throw new Error(`${most} files at most, not ${call.files.join(', ')}`);
  const [name] = call.files;
  const file = name === undefined ? undefined : await readInput(name);
  const named = name !== undefined && name !== '-' && { fileName: path.basename(name) };
  const made = await make(call, file && { file, ...named });
  if (call.outputs.length === 0) {
    progress.end();
    process.stdout.write(made.picture.svg);
  }
  for (const output of call.outputs) {
    await write(output, made, call, file);
    progress.end();
    console.error(`${output}: ${made.picture.description}`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  progress.end();
  console.error(`attention-elements: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
