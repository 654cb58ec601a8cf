/** What a user of the package has to do with: modules with an element or its definition, no private members. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest: manifest }) {
    manifest.modules = manifest.modules
      .filter(
        ({ declarations, exports }) =>
          declarations.some((declaration) => declaration.tagName) ||
          exports.some((entry) => entry.kind === 'custom-element-definition'),
      )
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    for (const { declarations } of manifest.modules) {
      for (const declaration of declarations) {
        declaration.members = declaration.members?.filter(
          ({ privacy, kind, attribute, inheritedFrom }) =>
            !['private', 'protected'].includes(privacy) && (kind === 'method' || attribute || !inheritedFrom),
        );
      }
    }
  },
};

/** Paths as published, and one spelling for both kinds that the analyzer writes. */
const publishedPaths = {
  name: 'published-paths',
  packageLinkPhase({ customElementsManifest }) {
    const published = (path) => path.replace(/^\/?src\/(.*)\.[jt]s$/, 'dist/esm/$1.js');
    const walk = (node) => {
      if (!node || typeof node !== 'object') return;
      for (const [key, value] of Object.entries(node)) {
        if ((key === 'path' || key === 'module') && typeof value === 'string') node[key] = published(value);
        else walk(value);
      }
    };
    walk(customElementsManifest);
  },
};

export default {
  globs: ['src/elements/**/*.ts', 'src/define/**/*.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [publicOnly, publishedPaths],
};
