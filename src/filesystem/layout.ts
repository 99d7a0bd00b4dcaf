// How files are spread over the storage: what a workload asks for, and what a file system says.

export const layoutKeys = ['pool', 'stripeCount', 'stripeSize', 'objectSize', 'objectClass'] as const;
export type LayoutKey = (typeof layoutKeys)[number];

/** Of a workload. Null: as the file system has it. */
export interface LayoutRequest {
  /** Pool of OSTs or targets; data pool of CephFS. */
  pool: string | null;
  /** Targets of a file; -1: all. */
  stripeCount: number | null;
  /** Bytes on one target before the next (BeeGFS and DAOS: chunk size; CephFS: stripe unit). */
  stripeSize: number | null;
  /** Bytes of an object, of CephFS. */
  objectSize: number | null;
  /** Of DAOS: `SX`, `S1`, `EC_4P2G1`. */
  objectClass: string | null;
}

/** What a file system says of a file or directory. Null: it does not tell, or has no such thing. */
export interface FileLayout extends LayoutRequest {
  /** Everything else that it tells, in its own words: components of a composite layout, OSTs, mirrors, DNE. */
  details: Record<string, string | number | boolean>;
  /** Numbers or names of the targets that hold the file, in its order; empty for a directory. */
  targets: string[];
  /** What told: the command, or the attribute. */
  by: string;
}
