import { tokenImportSuite } from '../testing/token-import.suite.ts';

tokenImportSuite(() => ({}));
