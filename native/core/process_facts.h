// What the kernel accounts to this process and thread: I/O bytes, processor time, affinity, open-file limit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/job_result.h"

namespace ioproof {

/// Absolute values of /proc/self/io, of all threads, io_uring's kernel workers included.
ProcessIo processIo();
ProcessIo difference(const ProcessIo& after, const ProcessIo& before);

struct CpuTime {
    uint64_t userNs = 0;
    uint64_t systemNs = 0;
};
/// Processor time of the whole process (RUSAGE_SELF), which includes io_uring's kernel threads.
CpuTime processCpuTime();

/// Processors that this thread may run on, at least 1.
uint32_t usableProcessors();

/// Pins the calling thread. Throws JobError CPU_PINNING.
void pinThread(uint32_t cpu);

/// Keeps the calling thread on those processors of a NUMA node that it may use. Returns why that cannot be; empty when
/// it is so.
std::string pinThreadToNode(uint32_t node);

/// Raises the soft limit of open files to the hard one; throws JobError OPEN_FILES when `needed` still do not fit.
void allowOpenFiles(uint64_t needed);

}  // namespace ioproof
