import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../../..');
const packages = ['platform', 'server', 'gateway', 'subgraphs', 'plugins'];

/** Every source file of the product; suites and tests tamper on purpose. */
function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const found = path.join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', 'testing'].includes(entry.name) ? [] : sources(found);
    return /\.ts$/.test(entry.name) && !/\.(test|suite)\.ts$/.test(entry.name) ? [found] : [];
  });
}

/** Statements that take from, or write over, the audit or its seals. */
const REWRITES =
  /\b(UPDATE|DELETE\s+FROM|REPLACE\s+INTO|TRUNCATE(\s+TABLE)?|DROP\s+TABLE(\s+IF\s+EXISTS)?)\s+`?audit_(entry|seal)\b/i;

describe('the audit', () => {
  const files = packages.flatMap((each) => sources(path.join(root, each)));

  it('is only ever added to: nothing in the product updates or deletes its rows or seals (D1)', () => {
    expect(files.length).toBeGreaterThan(300);
    expect(files.filter((file) => REWRITES.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('is written by two files alone', () => {
    const writers = files.filter((file) => /insert\w*\(\s*tx,\s*'audit_(entry|seal)'/.test(readFileSync(file, 'utf8')));
    expect(writers.map((file) => path.basename(file)).toSorted()).toEqual(['append-audit.ts', 'seal-store.ts']);
  });

  it.each([
    'UPDATE audit_entry SET',
    'delete from `audit_entry`',
    'TRUNCATE audit_seal',
    'DROP TABLE IF EXISTS audit_entry',
  ])('would not go unnoticed by this test: %s', (sql) => expect(REWRITES.test(sql)).toBe(true));
});
