// Runs a job from its spec to its result and keeps its intervals.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "job/job_runner.h"

namespace ioproof {

struct JobRun {
    JobReady ready;
    JobResult result;
    std::vector<IntervalResult> intervals;
};

inline IntervalResult copyOf(const IntervalResult& source) {
    IntervalResult copy{
        .index = source.index, .startNs = source.startNs, .durationNs = source.durationNs, .operations = {}};
    for (size_t kind = 0; kind < operationKindCount; ++kind) {
        if (!source.operations[kind]) continue;
        copy.operations[kind] = std::make_unique<OperationTotals>();
        copy.operations[kind]->merge(*source.operations[kind]);
    }
    return copy;
}

/// Throws what prepare() or run() throws.
inline JobRun runJob(JobSpec spec) {
    JobRun done;
    JobRunner runner(std::move(spec), [&done](const IntervalResult& one) { done.intervals.push_back(copyOf(one)); });
    done.ready = runner.prepare();
    runner.start(monotonicNs());
    done.result = runner.run();
    return done;
}

/// Totals of a kind; all zero where the kind is not recorded.
inline const OperationTotals& totalsOf(const Totals& totals, OperationKind kind) {
    static const OperationTotals none;
    return totals[indexOf(kind)] ? *totals[indexOf(kind)] : none;
}

/// Sums of all calls on storage; the times of whole chains are none.
struct Sums {
    uint64_t operations = 0;
    uint64_t bytes = 0;
    uint64_t errors = 0;
    bool operator==(const Sums&) const = default;
};

inline Sums sumsOf(const Totals& totals) {
    Sums sums;
    for (size_t kind = 0; kind < operationKindCount; ++kind) {
        if (!totals[kind] || kind >= indexOf(OperationKind::Chain)) continue;
        sums.operations += totals[kind]->count;
        sums.bytes += totals[kind]->bytes;
        sums.errors += totals[kind]->errors;
    }
    return sums;
}

inline Sums sumsOf(const std::vector<WorkerResult>& workers) {
    Sums sums;
    for (const WorkerResult& worker : workers) {
        sums.operations += worker.operations;
        sums.bytes += worker.bytes;
    }
    return sums;
}

/// Intervals must add up to the totals, histograms included.
inline void expectIntervalsAddUp(const JobRun& run) {
    for (size_t kind = 0; kind < operationKindCount; ++kind) {
        if (!run.result.operations[kind]) continue;
        OperationTotals sum;
        for (const IntervalResult& interval : run.intervals) sum.merge(*interval.operations[kind]);
        const OperationTotals& totals = *run.result.operations[kind];
        EXPECT_EQ(sum.count, totals.count) << operationNames[kind];
        EXPECT_EQ(sum.bytes, totals.bytes) << operationNames[kind];
        EXPECT_EQ(sum.errors, totals.errors) << operationNames[kind];
        EXPECT_EQ(sum.shortCount, totals.shortCount) << operationNames[kind];
        EXPECT_EQ(sum.latency.encodeV2(), totals.latency.encodeV2()) << operationNames[kind];
    }
}

}  // namespace ioproof
