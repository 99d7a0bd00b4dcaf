// What planning knows of the memory of the machine that runs the workloads.

/** In bytes; null: nobody has told. */
export interface MachineMemory {
  /** Of the machine, whatever it is used for. */
  totalBytes: number | null;
  /** What a program can have of it without swapping. */
  availableBytes: number | null;
}

export const unknownMemory: Readonly<MachineMemory> = { totalBytes: null, availableBytes: null };
