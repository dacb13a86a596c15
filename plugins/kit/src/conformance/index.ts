export { testPorts, type QueuedMail, type TestPorts } from './test-ports.ts';
