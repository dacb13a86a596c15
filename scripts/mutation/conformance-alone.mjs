// The bench of the conformance suite without the suite, whose rules and engines take long to load and judge nothing here.
export { challenged } from '../../plugins/kit/src/conformance/answering.ts';
export { openBench } from '../../plugins/kit/src/conformance/bench.ts';
