import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A block that shows a file, or some of its declarations: `<!-- code: path/of/file.ts name name -->`. */
const block = /<!-- code: (\S+?\.ts)((?: \w+)*) -->\n[^]*?<!-- end of code -->/g;

/** Puts the very text of the files between the marks of a document. */
export const codeBlocks = (root, text) =>
  text.replace(block, (_all, file, names) => {
    const source = readFileSync(path.join(root, file), 'utf8').trim();
    const shown =
      names.trim() === ''
        ? source
        : names
            .trim()
            .split(' ')
            .map((name) => declaration(source, name, file))
            .join('\n\n');
    return `<!-- code: ${file}${names} -->\n\n\`\`\`ts\n${shown}\n\`\`\`\n\n<!-- end of code -->`;
  });

/** A declaration of the outermost level, with its docstring. */
const declaration = (source, name, file) => {
  const parts = source.split(/\n\n(?=\/\*\*|export |function |async function |const |interface |type |class )/);
  const found = parts.find((part) =>
    new RegExp(`^(?:export )?(?:async )?(?:function|const|interface|type|class) ${name}\\b`, 'm').test(part),
  );
  if (found === undefined) throw new Error(`${file} declares no ${name}, which the guide shows.`);
  return found;
};
