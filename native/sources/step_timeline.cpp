// One epoch after the other.
#include "sources/step_timeline.h"

#include <algorithm>
#include <utility>

#include "core/random.h"

namespace ioproof {
namespace {

/// A reader gets whole reads: further samples than it may load are in the last of them.
uint64_t stepsOfARead(const EpochPlan& plan, uint64_t samplesARead, uint32_t batchSize) {
    return (samplesARead + 1) * plan.readers() / batchSize + 1;
}

}  // namespace

StepTimeline::StepTimeline(const JobSpec& spec, EpochSchedule& schedule, uint64_t samplesARead, StepWaiters& waiters)
    : spec_(spec), training_(*spec.training), schedule_(schedule), samplesARead_(samplesARead), waiters_(waiters) {
    running_.orders = schedule_.at(0);
    running_.timeline = makeTimeline(running_.orders, 0, 0);
}

std::shared_ptr<EpochTimeline> StepTimeline::makeTimeline(const std::shared_ptr<const EpochOrders>& orders,
                                                          uint64_t index, uint64_t startAt) {
    const bool isEval = orders->id.isEval;
    const uint32_t batchSize = isEval ? training_.evalBatchSize : training_.batchSize;
    uint64_t ahead = 1;
    for (const EpochPlan& plan : orders->plans)
        ahead = std::max(ahead, plan.stepsAhead() + stepsOfARead(plan, samplesARead_, batchSize));
    const uint64_t limit = spec_.runtimeNs == 0 ? unknownTime : spec_.runtimeNs + pausedNs_;
    EpochShape shape{
        .id = orders->id,
        .ranks = training_.accelerators,
        .steps = orders->order.steps(),
        .stepsAhead = ahead,
        .itemsNeededBy = [orders](uint32_t rank, uint64_t step) { return orders->plans[rank].itemsNeededBy(step); },
        .batchSize = batchSize,
        .compute = ComputeLaw(isEval ? training_.evalCompute : training_.compute, mix64(spec_.seed) ^ mix64(~index)),
        .barrierEvery = training_.barrierEvery};
    return std::make_shared<EpochTimeline>(std::move(shape), startAt, limit, waiters_, isEval ? nullptr : &statistics_);
}

StepTimeline::Running StepTimeline::current() const {
    const std::lock_guard lock(mutex_);
    return running_;
}

StepTimeline::Running StepTimeline::after(uint64_t index, uint64_t startAt, uint64_t pausedNs) {
    const std::lock_guard lock(mutex_);
    if (running_.index == index) {
        auto orders = schedule_.at(index + 1);
        close(unknownTime);
        pausedNs_ += pausedNs;
        auto timeline = makeTimeline(orders, index + 1, startAt);
        running_ = {.index = index + 1, .orders = std::move(orders), .timeline = std::move(timeline)};
    }
    return running_;
}

void StepTimeline::close(uint64_t at) {
    TrainingEpoch epoch = running_.timeline->finish(at);
    epoch.startNs -= pausedNs_;
    epoch.endNs -= pausedNs_;
    over_.push_back(std::move(epoch));
}

TrainingResult StepTimeline::finish(uint64_t at) {
    const std::lock_guard lock(mutex_);
    if (running_.timeline->startAt() < at) close(at);
    TrainingResult result;
    result.epochs = std::move(over_);
    result.step = std::move(statistics_.step);
    result.dataWait = std::move(statistics_.dataWait);
    result.samples = statistics_.samples;
    result.sampleBytes = statistics_.sampleBytes;
    return result;
}

TrainingSnapshot StepTimeline::snapshot() const { return current().timeline->snapshot(); }

double StepTimeline::fractionDone() const {
    if (schedule_.count() == UINT64_MAX) return 0;
    const Running now = current();
    const TrainingSnapshot at = now.timeline->snapshot();
    const double done =
        static_cast<double>(now.index) + static_cast<double>(at.step) / static_cast<double>(at.stepsPlanned);
    return done / static_cast<double>(schedule_.count());
}

}  // namespace ioproof
