import { describe, expect, it } from '@jest/globals';
import { sceneHere } from '../scene-here.suite.ts';
import { identityReports } from '../reports/identity-reports.ts';
import { exportsSuite } from './exports.suite.ts';
import { enumNameOf, reportBook } from './report-book.ts';

exportsSuite(sceneHere);

describe('the book of reports', () => {
  it('asks of the reports of Identity what they ask themselves', () => {
    const booked = Object.entries(reportBook).filter(([, { part }]) => part === 'identity');
    expect(Object.fromEntries(booked.map(([name, { needs }]) => [name, needs]))).toEqual(
      Object.fromEntries(identityReports.map(({ name, needs }) => [name, needs])),
    );
    expect(enumNameOf('userProfileListing')).toBe('USER_PROFILE_LISTING');
  });
});
