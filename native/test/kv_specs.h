// Specs of whole caches that are right as they are.
#pragma once

#include <cstdint>

#include "core/job_spec.h"
#include "test/job_run.h"
#include "test/job_specs.h"

namespace ioproof {

/// One user of 64 tokens at most with 64 KiB each and answers of 64 tokens at most, who thinks for 1 ms; room for all.
inline KvCacheSpec smallCache() {
    KvCacheSpec cache;
    cache.users = {
        {.contextTokens = 64, .generateTokens = 64, .thinkNs = 1'000'000, .priority = KvPriority::Responsive}};
    cache.bytesPerToken = 65'536;
    cache.capacityBytes = uint64_t{1} << 40;
    cache.prefixPercent = 0;
    cache.requests = 20;
    return cache;
}

/// Through the null engine, one request at a time, in pieces of 1 MiB.
inline JobSpec kvCacheSpec(const KvCacheSpec& cache = smallCache()) {
    JobSpec spec = blockSpec();
    spec.kind = JobKind::KvCache;
    setBlockSize(spec, 1 << 20);
    spec.filesPerDirectory = 1;
    spec.fileSize = cache.unitBytes();
    spec.passes = 1;
    spec.kvCache = cache;
    spec.kvCache->dropBeforeRead = false;
    return spec;
}

}  // namespace ioproof
