import { readChoice } from './read-attribute.js';

export type ExampleName = 'translation' | 'summarisation' | 'chat';

interface Example {
  /** Build that does such tasks; a model that does it, where one comes with the library. */
  preset?: string;
  model?: string;
  source?: string;
  target?: string;
  tokens?: string;
}

const examples: Record<ExampleName, Example> = {
  translation: {
    model: 'translator',
    source: 'the cat drinks milk',
  },
  summarisation: {
    preset: 't5-base',
    source: 'After three days of heavy rain the river left its bed, and the town had to close both bridges.',
    target: 'A flood closed both bridges.',
  },
  chat: {
    preset: 'gpt2',
    tokens: 'Where does the sun rise? In the east.',
  },
};

/** The name of a task, checked. */
export const exampleName = (name: string): ExampleName =>
  readChoice('example', name, ['translation', 'summarisation', 'chat']);

/** Texts of a task, and the build that does such tasks. */
export const exampleText = (name: ExampleName): Example => examples[name];
