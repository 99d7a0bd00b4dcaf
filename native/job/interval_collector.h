// Merges what the workers hand over into intervals of the whole job and into its totals.
#pragma once

#include <functional>
#include <map>
#include <span>

#include "core/job_result.h"
#include "job/recorder.h"

namespace ioproof {

/// Runs on the job's control thread. An interval is published once every worker has left it: its histogram is exact,
/// and a worker that sits in a slow call delays the publication, not the numbers.
class IntervalCollector {
public:
    using Publish = std::function<void(const IntervalResult&)>;

    IntervalCollector(const std::array<bool, operationKindCount>& kinds, uint64_t intervalNs, Publish publish);

    /// `pausedIn`: nanoseconds of [from, until) that are no measured time. An interval keeps its place in time, and
    /// lasts as long as it was measured.
    void leaveOut(std::function<uint64_t(uint64_t from, uint64_t until)> pausedIn) { pausedIn_ = std::move(pausedIn); }

    /// Takes over what is full; call it a few times an interval, and often enough after the workers have finished
    /// until it returns true: everything is taken.
    bool collect(std::span<Recorder* const> recorders);

    /// Publishes the intervals that are left; the last one ends at `elapsedNs`.
    void finish(uint64_t elapsedNs);

    Totals takeTotals() { return std::move(totals_); }

private:
    void take(Recorder& recorder);
    void publishBefore(uint64_t interval, uint64_t elapsedNs);

    const std::array<bool, operationKindCount> kinds_;
    const uint64_t intervalNs_;
    Publish publish_;
    std::function<uint64_t(uint64_t, uint64_t)> pausedIn_;
    Totals totals_;
    std::map<uint64_t, Totals> pending_;
};

}  // namespace ioproof
