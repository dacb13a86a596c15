import { describe, expect, it } from '@jest/globals';
import { sceneHere } from '../scene-here.suite.ts';
import { eserviceCourseSuite } from './eservice-course.suite.ts';
import { eserviceSuite } from './eservice.suite.ts';
import { type EServiceStep, eServiceStates, stateAfter } from './transitions.ts';

describe('eServices on SQLite', () => {
  eserviceSuite(sceneHere);
  eserviceCourseSuite(sceneHere);
});

describe('the lifecycle of a form', () => {
  it('has no step out of an end, and none that skips the participant or the clearing house (W20)', () => {
    const steps: readonly EServiceStep[] = [
      'AMEND',
      'SUBMIT',
      'APPROVE',
      'BEGIN',
      'HAND_BACK',
      'COMPLETE',
      'REJECT',
      'WITHDRAW',
    ];
    const all = eServiceStates.map((state) => [
      state,
      steps.filter((step) => stateAfter(state, step) !== null).join(' '),
    ]);
    expect(Object.fromEntries(all)).toEqual({
      DRAFT: 'AMEND SUBMIT WITHDRAW',
      SUBMITTED: 'APPROVE REJECT WITHDRAW',
      APPROVED_BY_CP: 'BEGIN COMPLETE REJECT WITHDRAW',
      IN_PROCESS: 'HAND_BACK COMPLETE',
      COMPLETED: '',
      REJECTED: '',
      WITHDRAWN: '',
    });
  });
});
