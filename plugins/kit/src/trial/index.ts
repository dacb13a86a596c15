export { openTrial, type Trial } from './open-trial.ts';
export { TrialFailed } from './trial-client.ts';
