import { freeze } from './freeze.ts';
import type { Post, RoleName } from './layout.ts';
import { type Program, ready, startProgram } from './program.ts';

/** The running programs of a stack. */
export interface Crew {
  startAll(how: { readonly together: boolean }): Promise<void>;
  postOf(role: RoleName): Post;
  programs(): readonly Program[];
  /** What all programs wrote so far, those that ended included. */
  output(): string;
  kill(role: RoleName): Promise<void>;
  /** Stops its clock: connections stay, nothing is answered. `thaw` lets it go on. */
  freeze(role: RoleName): Promise<void>;
  thaw(role: RoleName): void;
  restart(role: RoleName): Promise<void>;
  stop(): Promise<void>;
}

/** Gives each post a program once `startAll` is called. */
export function standUp(posts: readonly Post[]): Crew {
  const running = new Map<Post, Program>();
  const past: Program[] = [];
  const start = async (post: Post) => {
    const program = startProgram(post.role, ['serve', '--role', post.role], post.settings);
    running.set(post, program);
    past.push(program);
    await ready(program, post.url);
  };
  const postOf = (role: RoleName) => {
    const post = posts.find((one) => one.role === role);
    if (post === undefined) throw new Error(`This stack has no ${role}.`);
    return post;
  };
  const pidOf = (role: RoleName): number => {
    const program = running.get(postOf(role));
    // Without a process of its own the signal would go to the tests themselves.
    if (program === undefined || !program.running() || program.pid <= 0) throw new Error(`${role} is not running.`);
    return program.pid;
  };
  return {
    async startAll({ together }) {
      if (together) await Promise.all(posts.map(start));
      // The first door makes the demo data; the next must find it made.
      else for (const post of posts) await start(post);
    },
    postOf,
    programs: () => [...running.values()],
    output: () => past.map((program) => program.output()).join(''),
    kill: async (role) => running.get(postOf(role))?.kill(),
    freeze: (role) => freeze(pidOf(role)),
    thaw: (role) => void process.kill(pidOf(role), 'SIGCONT'),
    restart: async (role) => {
      await running.get(postOf(role))?.stop();
      await start(postOf(role));
    },
    stop: async () => {
      await Promise.all([...running.values()].map((program) => program.stop()));
    },
  };
}
