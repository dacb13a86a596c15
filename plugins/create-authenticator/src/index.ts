export { writePlugin, PluginNotWritten, type NewPlugin } from './write-plugin.ts';
