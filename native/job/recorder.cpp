// The turn of an interval; everything here runs once an interval, not once an operation.
#include "job/recorder.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace ioproof {

bool hasFirstByte(const JobSpec& spec) {
    const auto read = std::find(spec.operations.begin(), spec.operations.end(), OperationKind::Read);
    return spec.kind == JobKind::Files && read != spec.operations.end() && read != spec.operations.begin();
}

std::array<bool, operationKindCount> recordedKinds(const JobSpec& spec) {
    std::array<bool, operationKindCount> kinds{};
    if (spec.kind == JobKind::Block) {
        // Reading back at once happens in the measured time; reading back later does not.
        kinds[indexOf(OperationKind::Read)] = spec.reads() || spec.verify == VerifyMode::During;
        kinds[indexOf(OperationKind::Write)] = spec.writes();
        kinds[indexOf(OperationKind::Fsync)] = spec.fsyncAtEnd || spec.fsyncEvery > 0;
    } else if (spec.kind == JobKind::Training) {
        for (const auto kind : {OperationKind::Open, OperationKind::Read, OperationKind::Close})
            kinds[indexOf(kind)] = true;
    } else {
        for (size_t kind = 0; kind < kinds.size(); ++kind) kinds[kind] = spec.does(static_cast<OperationKind>(kind));
        kinds[indexOf(OperationKind::Statx)] |= spec.does(OperationKind::List);
        kinds[indexOf(OperationKind::Fsync)] |= spec.fsyncAtEnd;
        kinds[indexOf(OperationKind::Chain)] = spec.operations.size() > 1 || !spec.mix.empty();
        kinds[indexOf(OperationKind::FirstByte)] = hasFirstByte(spec);
    }
    return kinds;
}

Totals makeTotals(const std::array<bool, operationKindCount>& kinds, bool openLoop) {
    Totals totals;
    for (size_t kind = 0; kind < kinds.size(); ++kind)
        if (kinds[kind]) {
            totals[kind] = std::make_unique<OperationTotals>();
            if (openLoop) totals[kind]->intended = std::make_unique<Histogram>();
        }
    return totals;
}

void mergeTotals(Totals& into, const Totals& from) {
    for (size_t kind = 0; kind < into.size(); ++kind)
        if (into[kind] && from[kind]) into[kind]->merge(*from[kind]);
}

void clearTotals(Totals& totals) {
    for (auto& kind : totals)
        if (kind) kind->clear();
}

Recorder::Recorder(const std::array<bool, operationKindCount>& kinds, bool openLoop, uint64_t intervalNs,
                   uint64_t lastInterval)
    : sets_{makeTotals(kinds, openLoop), makeTotals(kinds, openLoop)},
      current_(&sets_[0]),
      intervalNs_(intervalNs),
      lastInterval_(lastInterval) {}

void Recorder::beginAt(uint64_t measureFrom) {
    measureFrom_ = measureFrom;
    intervalEnd_ = measureFrom + intervalNs_;
}

void Recorder::handOver() {
    // The collector empties a set within milliseconds; only a virtual clock can be faster than that.
    while (full_.load(std::memory_order_acquire)) {
        if (abandoned_.load(std::memory_order_relaxed)) return;
        std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
    handed_ = current_;
    fullInterval_ = interval_;
    full_.store(true, std::memory_order_release);
    current_ = current_ == &sets_[0] ? &sets_[1] : &sets_[0];
}

void Recorder::rotate(uint64_t now) {
    // What is drained after the runtime belongs to the last interval: one of its own would be a sliver.
    const uint64_t next = std::min((now - measureFrom_) / intervalNs_, lastInterval_);
    intervalEnd_ = next == lastInterval_ ? UINT64_MAX : measureFrom_ + (next + 1) * intervalNs_;
    if (next == interval_) return;
    handOver();
    interval_ = next;
    running_.store(next, std::memory_order_release);
}

void Recorder::lengthen(uint64_t lastInterval) {
    lastInterval_ = lastInterval;
    if (interval_ < lastInterval_) intervalEnd_ = measureFrom_ + (interval_ + 1) * intervalNs_;
}

void Recorder::finish() {
    handOver();
    running_.store(UINT64_MAX, std::memory_order_release);
}

void Recorder::release() {
    clearTotals(*handed_);
    full_.store(false, std::memory_order_release);
}

}  // namespace ioproof
