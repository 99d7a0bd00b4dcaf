// Polls the recorders; keeps at most the intervals that some worker has not left yet.
#include "job/interval_collector.h"

#include <algorithm>
#include <utility>

namespace ioproof {

IntervalCollector::IntervalCollector(const std::array<bool, operationKindCount>& kinds, uint64_t intervalNs,
                                     Publish publish)
    : kinds_(kinds), intervalNs_(intervalNs), publish_(std::move(publish)), totals_(makeTotals(kinds, false)) {}

void IntervalCollector::take(Recorder& recorder) {
    const Totals* full = recorder.full();
    if (full == nullptr) return;
    auto [entry, added] = pending_.try_emplace(recorder.fullInterval());
    if (added) entry->second = makeTotals(kinds_, false);
    mergeTotals(entry->second, *full);
    mergeTotals(totals_, *full);
    recorder.release();
}

bool IntervalCollector::collect(std::span<Recorder* const> recorders) {
    uint64_t running = UINT64_MAX;
    bool emptied = true;
    for (Recorder* recorder : recorders) {
        // The order matters: a worker announces an interval only after it has handed over the one before.
        const uint64_t workerRunning = recorder->runningInterval();
        take(*recorder);
        running = std::min(running, workerRunning);
        emptied = emptied && recorder->full() == nullptr;
    }
    if (running != UINT64_MAX) publishBefore(running, UINT64_MAX);
    return emptied && running == UINT64_MAX;
}

void IntervalCollector::publishBefore(uint64_t interval, uint64_t elapsedNs) {
    while (!pending_.empty() && pending_.begin()->first < interval) {
        auto entry = pending_.extract(pending_.begin());
        IntervalResult result{.index = entry.key(),
                              .startNs = entry.key() * intervalNs_,
                              .durationNs = intervalNs_,
                              .operations = std::move(entry.mapped())};
        const bool last = pending_.empty() && elapsedNs != UINT64_MAX;
        if (last && elapsedNs > result.startNs) result.durationNs = elapsedNs - result.startNs;
        if (pausedIn_) result.durationNs -= pausedIn_(result.startNs, result.startNs + result.durationNs);
        publish_(result);
    }
}

void IntervalCollector::finish(uint64_t elapsedNs) { publishBefore(UINT64_MAX, elapsedNs); }

}  // namespace ioproof
