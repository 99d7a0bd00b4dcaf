// What the addon tells of the machine and of a file, outside of any job.

/** Times are nanoseconds. */
export interface NativeClockState {
  /** False where nothing disciplines the clock. */
  synchronised: boolean;
  /** What is still to be corrected by slewing; 0 with daemons that steer by the frequency alone, as chrony does. */
  offsetNs: number;
  /** Largest error that the daemon vouches for; it grows by itself without one. */
  maxErrorNs: number;
  estimatedErrorNs: number;
  /** Correction of the frequency, in parts per million. */
  frequencyPpm: number;
  /** TAI - UTC; 0 where nobody has told the kernel. */
  taiOffsetSeconds: number;
  /** Name of the error where the kernel refuses to tell, and nothing else holds; else empty. */
  refusal: string;
}

/** Bytes. */
export interface NativeDirectAlignment {
  /** False: the file system does not tell. */
  told: boolean;
  /** 0 where it tells: the file has no direct I/O. */
  memory: number;
  offset: number;
  /** Of reads, where it is not that of writes; 0: not told. */
  readOffset: number;
}

/** Of each call `accepted`, or the name of its error. */
export interface NativeReadProbe {
  /** preadv2 with RWF_NOWAIT; EAGAIN is as good as `accepted`, EOPNOTSUPP is not. */
  nowait: string;
  /** A direct read of 100 bytes at offset 7: EINVAL where the alignment is enforced. */
  misaligned: string;
  cachestat: string;
}
