// What all workers of a job have done together: for the live view while they run, for the result afterwards.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "core/job_result.h"
#include "core/job_spec.h"
#include "job/worker.h"

namespace ioproof {

using Workers = std::vector<std::unique_ptr<Worker>>;

/// Part of all, 0 to 1.
inline double share(uint64_t part, uint64_t all) {
    return all == 0 ? 0.0 : std::min(1.0, static_cast<double>(part) / static_cast<double>(all));
}

/// Counters of the workers while they run. `verifying`: what is gone through is what has been written.
Snapshot countersOf(const JobSpec& spec, const Workers& workers, bool verifying);

/// These are valid once every worker has ended its measured time.
uint64_t longestElapsed(const Workers& workers);
EndReason endReasonOf(const Workers& workers);

/// `startAt`: when the workers were to begin, on their clock. Totals are those of all workers.
JobResult addUp(const JobContext& job, const Workers& workers, Totals totals, uint64_t startAt);

}  // namespace ioproof
