// What a job of kind kv-cache has beside its workers: its users, their requests, and what the cache holds.
#pragma once

#include "core/job_spec.h"
#include "job/job_summary.h"
#include "sources/kv_cache_source.h"

namespace ioproof {

/// Made before the workers, of which each gets a source from the context.
class KvCacheJob {
public:
    /// `spec` must outlive the job.
    explicit KvCacheJob(const JobSpec& spec);

    const KvCacheContext& context() const { return context_; }

    /// Once all workers have ended.
    void addTo(JobResult& result, const Workers& workers);
    void addTo(Snapshot& snapshot, const Workers& workers);

private:
    const KvCacheSpec& spec_;
    KvQueue queue_;
    KvStore store_;
    KvAllocations allocations_;
    const KvCacheContext context_;
};

}  // namespace ioproof
