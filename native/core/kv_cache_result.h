// What the requests of a job of kind kv-cache have seen.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/histogram.h"
#include "core/kv_cache_spec.h"

namespace ioproof {

/// Requests of one priority.
struct KvPriorityResult {
    uint64_t requests = 0;
    /// From the arrival of a request to its end, in nanoseconds.
    Histogram latency;
};

/// Times in nanoseconds; those of reads and writes are of all that one turn has kept.
struct KvCacheResult {
    std::array<KvPriorityResult, kvPriorityCount> priorities;
    /// Arrived, but not begun, or not done, when the job ended.
    uint64_t waiting = 0;
    uint64_t generatedTokens = 0;
    /// Looks for what a turn has kept, whatever for; and those for earlier turns of a conversation.
    uint64_t hits = 0;
    uint64_t misses = 0;
    uint64_t turnHits = 0;
    uint64_t turnMisses = 0;
    uint64_t prefixes = 0;
    uint64_t memoryHits = 0;
    uint64_t evictions = 0;
    /// From memory to storage.
    uint64_t demotions = 0;
    uint64_t storedBytes = 0;
    uint64_t storedTokens = 0;
    uint64_t loadedBytes = 0;
    uint64_t loadedTokens = 0;
    /// What was on storage at most, and at the end.
    uint64_t mostBytes = 0;
    uint64_t leftBytes = 0;
    /// Writes that had to wait for room on storage, and how long all of them together, in nanoseconds.
    uint64_t roomWaits = 0;
    uint64_t roomWaitNs = 0;
    uint64_t verifiedBytes = 0;
    uint64_t damagedReads = 0;
    /// Path and offset of the first damage.
    std::string firstDamage;
    Histogram read;
    /// Without the dropping of cached pages and the closing.
    Histogram readDevice;
    Histogram write;
    Histogram sync;
    /// All reads and writes of a request.
    Histogram storage;

    uint64_t requests() const;
    void merge(const KvCacheResult& other);
};

/// For the live view.
struct KvCacheSnapshot {
    uint64_t requests = 0;
    uint64_t waiting = 0;
    uint64_t storedBytes = 0;
    uint64_t hits = 0;
    uint64_t misses = 0;
};

}  // namespace ioproof
