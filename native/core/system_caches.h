// The caches of the whole machine: page cache, directory entries and inodes.
#pragma once

#include <string>

namespace ioproof {

/// `reason` says why they were not dropped.
struct SystemCacheFacts {
    bool dropped = false;
    std::string reason;
};

/// Writes back all that is dirty, since only clean pages can be dropped, and drops the rest. Needs root; a refusal is
/// an answer and never thrown. `path` is that of Linux.
SystemCacheFacts dropSystemCaches(const char* path = "/proc/sys/vm/drop_caches");

}  // namespace ioproof
