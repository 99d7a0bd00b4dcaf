// Sums over the workers, and what is left when they have ended.
#include "job/kv_cache_job.h"

#include <algorithm>

#include "job/worker_content.h"

namespace ioproof {
KvCacheJob::KvCacheJob(const JobSpec& spec)
    : spec_(*spec.kvCache),
      queue_(spec_, spec.seed),
      store_(spec_),
      allocations_(spec_.allocations),
      context_{
          .queue = queue_, .store = store_, .allocations = allocations_, .contentSeed = contentSeed(spec.seed, 0)} {}

void KvCacheJob::addTo(JobResult& result, const Workers& workers) {
    KvCacheResult sum;
    for (const auto& worker : workers) sum.merge(worker->kvCache()->result());
    sum.evictions = store_.evictions();
    sum.mostBytes = store_.mostBytes();
    sum.leftBytes = store_.usedBytes();
    sum.waiting = queue_.waiting(result.elapsedNs);
    for (const auto& worker : workers) sum.waiting += worker->kvCache()->served();
    result.kvCache = std::move(sum);
}

void KvCacheJob::addTo(Snapshot& snapshot, const Workers& workers) {
    KvCacheSnapshot own;
    for (const auto& worker : workers) {
        const KvLive& live = worker->kvCache()->live();
        own.requests += live.requests.load(std::memory_order_relaxed);
        own.hits += live.hits.load(std::memory_order_relaxed);
        own.misses += live.misses.load(std::memory_order_relaxed);
    }
    own.waiting = queue_.queued();
    own.storedBytes = store_.usedBytes();
    if (spec_.requests > 0)
        snapshot.fractionDone = std::max(snapshot.fractionDone, share(own.requests, spec_.requests));
    snapshot.kvCache = own;
}

}  // namespace ioproof
