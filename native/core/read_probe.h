// What a file system does with reads that are unlike the plain one: those that must not wait, and misaligned direct
// ones.
#pragma once

#include <string>

#include "core/job_result.h"

namespace ioproof {

/// What came of one call: `accepted`, or the name of its error.
struct ReadProbe {
    /// preadv2 with RWF_NOWAIT. `accepted` or EAGAIN: io_uring can submit buffered reads without a thread of its own.
    /// EOPNOTSUPP: it cannot.
    std::string nowait;
    /// A direct read of 100 bytes at offset 7. EINVAL: the alignment is enforced. `accepted`: it is not, so that part
    /// of the I/O may go through the page cache unseen.
    std::string misaligned;
    /// cachestat(2), by which the page cache is looked into where a file cannot be mapped.
    std::string cachestat;
};

/// Tries them on a file of at least 4 KiB that is read only. Throws IoError when it cannot be opened.
ReadProbe probeReads(const std::string& path);

/// What statx says of direct I/O on a file; nothing is opened or read.
struct DirectAlignment {
    /// False: the file system does not tell (STATX_DIOALIGN is not in the answer).
    bool told = false;
    /// Bytes; 0 with `told`: the file has no direct I/O.
    uint32_t memory = 0;
    uint32_t offset = 0;
    /// Of reads where it is smaller than that of writes (STATX_DIO_READ_ALIGN); 0 where that is not told.
    uint32_t readOffset = 0;
};

/// Throws IoError when the file is not there.
DirectAlignment statxDirect(const std::string& path);

}  // namespace ioproof
