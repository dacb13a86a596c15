export { supergraphSdl } from './supergraph-sdl.ts';
