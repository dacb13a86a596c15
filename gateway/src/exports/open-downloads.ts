import type { Readable } from 'node:stream';

/** How many files leave at a time. */
export interface DownloadLimits {
  readonly perOwner: number;
  readonly inAll: number;
  /** How long a client may take nothing of its file. */
  readonly stalledMs: number;
  /** How long files may go on when the door closes. */
  readonly graceMs: number;
}

export const downloadLimits: DownloadLimits = { perOwner: 3, inAll: 16, stalledMs: 60_000, graceMs: 5_000 };

/** A place for one download, taken before its ticket is spent. */
export interface DownloadPlace {
  /** Ties the file to the place; when the door cannot wait any longer, it breaks the file off. */
  carries(file: Readable): void;
  leave(): void;
}

/** The downloads of one process. */
export interface OpenDownloads {
  readonly limits: DownloadLimits;
  /** Null when there is none left, for this owner or for anybody. */
  takePlace(ownerUuid: string): DownloadPlace | null;
  /** Gives downloads their time to finish, then breaks them off: a file that is cut short shows it. */
  close(): void;
  /** Settles when every place has been left, and what was to be told of its download is told. */
  closed(): Promise<void>;
}

export function openDownloads(limits: DownloadLimits): OpenDownloads {
  const places = new Map<DownloadPlace, { readonly ownerUuid: string; file?: Readable }>();
  const empty = Promise.withResolvers<void>();
  let grace: NodeJS.Timeout | undefined;

  const isFull = (ownerUuid: string): boolean => {
    if (places.size >= limits.inAll) return true;
    let own = 0;
    for (const each of places.values()) if (each.ownerUuid === ownerUuid) own += 1;
    return own >= limits.perOwner;
  };
  return {
    limits,
    takePlace(ownerUuid) {
      if (grace !== undefined || isFull(ownerUuid)) return null;
      const taken: { readonly ownerUuid: string; file?: Readable } = { ownerUuid };
      const place: DownloadPlace = {
        carries: (file) => void (taken.file = file),
        leave() {
          places.delete(place);
          if (grace !== undefined && places.size === 0) empty.resolve();
        },
      };
      places.set(place, taken);
      return place;
    },
    close() {
      grace = setTimeout(() => {
        for (const { file } of places.values()) file?.destroy(new Error('The door closes.'));
      }, limits.graceMs);
      if (places.size === 0) empty.resolve();
    },
    async closed() {
      await empty.promise;
      clearTimeout(grace);
    },
  };
}
