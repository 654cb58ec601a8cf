/** What editors read: tags and attributes for VS Code and JetBrains, from custom-elements.json. */
import { readFileSync } from 'node:fs';
import { generateJetBrainsWebTypes } from 'custom-element-jet-brains-integration';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';

const manifest = () => JSON.parse(readFileSync('custom-elements.json', 'utf8'));
const options = { outdir: 'dist', hideLogs: true, modulePath: undefined };

// each changes the manifest that it is given
generateVsCodeCustomElementData(manifest(), options);
generateJetBrainsWebTypes(manifest(), { ...options, packageJson: false });
