// What one worker counts: totals of each kind for the interval that runs, handed over when the interval ends.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "core/job_result.h"
#include "core/operation.h"

namespace ioproof {

/// Kinds that a job records; `Chain` only where chains have more than one operation.
std::array<bool, operationKindCount> recordedKinds(const JobSpec& spec);

/// `openLoop`: with latencies from the intended start.
Totals makeTotals(const std::array<bool, operationKindCount>& kinds, bool openLoop);
void mergeTotals(Totals& into, const Totals& from);
void clearTotals(Totals& totals);

/// Two sets of totals: the worker records into one while the collector empties the other, so that neither waits and
/// the worker allocates nothing. Ownership passes by `full_`: set by the worker, cleared by the collector.
class Recorder {
public:
    Recorder(const std::array<bool, operationKindCount>& kinds, bool openLoop, uint64_t intervalNs,
             uint64_t lastInterval);

    /// Worker: nothing up to this time is recorded; intervals count from it.
    void beginAt(uint64_t measureFrom);

    /// Worker: must be called with the time of completion before its operations are recorded.
    void advance(uint64_t now) {
        if (now >= intervalEnd_) [[unlikely]]
            rotate(now);
    }
    bool measuring(uint64_t now) const { return now > measureFrom_; }

    void success(OperationKind kind, uint64_t latency, uint64_t bytes, bool isShort) {
        OperationTotals& totals = *(*current_)[indexOf(kind)];
        ++totals.count;
        totals.bytes += bytes;
        totals.shortCount += isShort;
        totals.latency.record(latency);
    }
    /// After success(), in an open loop.
    void intended(OperationKind kind, uint64_t latency) { (*current_)[indexOf(kind)]->intended->record(latency); }
    /// After success() of an operation on a whole directory.
    void entries(OperationKind kind, uint64_t entries) { (*current_)[indexOf(kind)]->entries += entries; }
    void missing(OperationKind kind) { ++(*current_)[indexOf(kind)]->missing; }
    void failure(OperationKind kind) { ++(*current_)[indexOf(kind)]->errors; }

    /// Worker: hands over what is left. No recording after it.
    void finish();

    /// Collector: the totals of a finished interval, or null. `release()` gives them back emptied.
    const Totals* full() const { return full_.load(std::memory_order_acquire) ? handed_ : nullptr; }
    uint64_t fullInterval() const { return fullInterval_; }
    void release();

    /// Collector: nobody will take anything any more; the worker must not wait for it.
    void abandon() { abandoned_.store(true, std::memory_order_relaxed); }

    /// Collector: every interval before this one has been handed over.
    uint64_t runningInterval() const { return running_.load(std::memory_order_acquire); }

private:
    void rotate(uint64_t now);
    void handOver();

    std::array<Totals, 2> sets_;
    Totals* current_;
    Totals* handed_ = nullptr;
    const uint64_t intervalNs_;
    const uint64_t lastInterval_;
    uint64_t measureFrom_ = 0;
    uint64_t intervalEnd_ = UINT64_MAX;
    uint64_t interval_ = 0;
    uint64_t fullInterval_ = 0;
    std::atomic<bool> full_{false};
    std::atomic<bool> abandoned_{false};
    std::atomic<uint64_t> running_{0};
};

}  // namespace ioproof
