import { ambientTime } from './ambient-time.mjs';
import { fileName } from './file-name.mjs';
import { importDirection } from './import-direction.mjs';
import { noEnum } from './no-enum.mjs';
import { packageRoot } from './package-root.mjs';
import { secretComparison } from './secret-comparison.mjs';
import { suppressionReason } from './suppression-reason.mjs';

/** House rules that no ready-made rule expresses. Each message gives the reason. */
export default {
  meta: { name: 'countersign' },
  rules: {
    'ambient-time': ambientTime,
    'file-name': fileName,
    'import-direction': importDirection,
    'no-enum': noEnum,
    'package-root': packageRoot,
    'secret-comparison': secretComparison,
    'suppression-reason': suppressionReason,
  },
};
